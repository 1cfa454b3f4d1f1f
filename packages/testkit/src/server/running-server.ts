import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { queryRows } from "../query-rows.ts";

/** A server that some process already runs on a data folder. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/** Finds the server running on a data folder, asking that server itself, since a crash leaves a stale pid file. */
export async function findRunningServer(dataDir: string): Promise<RunningServer | undefined> {
  const lines = await readFile(path.join(dataDir, "postmaster.pid"), "utf8").catch(() => "");
  const [pid, , , port] = lines.split("\n").map(Number);
  if (pid === undefined || port === undefined || !(pid > 0 && port > 0)) return undefined;
  try {
    const [row] = await queryRows<{ folder: string }>(serverUrl(port), "select current_setting('data_directory') as folder");
    return row !== undefined && (await realpath(row.folder)) === (await realpath(dataDir)) ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

/** The URL of one database of a local server. */
export const serverUrl = (port: number, database = "postgres"): string =>
  `postgresql://postgres@127.0.0.1:${port}/${encodeURIComponent(database)}`;
