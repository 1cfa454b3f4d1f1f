import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { queryRows } from "./query-rows.ts";
import { findBinaries } from "./server/binaries.ts";
import { makeScratchFolder, prepareDataFolder } from "./server/data-folder.ts";
import { endServer, FolderInUse, initialise, launch } from "./server/launch.ts";
import { chooseRunAs } from "./server/run-as.ts";
import { findRunningServer, serverUrl } from "./server/running-server.ts";
import { startWatchdog } from "./server/watchdog.ts";

export interface ServerOptions {
  readonly major: number;
  /** Absent: a new folder, in memory if possible, removed when the server stops. */
  readonly dataDir?: string;
  /** Absent: any free port. */
  readonly port?: number;
  /** Durable: survives crashes as PostgreSQL does. Needs a `dataDir`. Absent: fast, nothing synced. */
  readonly persistent?: boolean;
  /** Settings beside ours, such as `{ wal_level: "logical" }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running PostgreSQL. Its superuser is `postgres`, without a password, on 127.0.0.1 only. */
export interface PostgresServer {
  readonly major: number;
  /** As the server says it: "18.4", "15.18 (Debian 15.18-0+deb12u1)". */
  readonly version: string;
  readonly port: number;
  readonly url: string;
  /** Where the programs are from and how they run, for logs: "npm, nobody". */
  readonly how: string;
  readonly urlOf: (database: string) => string;
  /** Stops the server; one that was found running is left alone. */
  readonly stop: () => Promise<void>;
}

const always = { listen_addresses: "127.0.0.1", unix_socket_directories: "", shared_buffers: "32MB", jit: "off" };
const fast = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" };

/**
 * Starts a real PostgreSQL, which stops with this process however that ends. A data folder is made if it is new,
 * and kept; when some process already runs a server on it, that server is given.
 * @example const server = await startServer({ major: 18 }); // ... await server.stop();
 * @example const server = await startServer({ major: 18, dataDir: ".data/postgres", persistent: true });
 */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  const keptDir = options.dataDir === undefined ? undefined : path.resolve(options.dataDir);
  if (keptDir === undefined && options.persistent === true) throw new Error("A persistent server needs a dataDir.");
  for (let tries = 1; ; tries++) {
    const running = keptDir === undefined ? undefined : await findRunningServer(keptDir);
    if (running !== undefined) return describe(running.port, "already running", async () => {});
    const scratch = await makeScratchFolder();
    const started = await startOn(keptDir ?? path.join(scratch, "data"), scratch, options).catch((error: unknown) => error as Error);
    if ("stop" in started) return started;
    await rm(scratch, { recursive: true, force: true });
    if (!(started instanceof FolderInUse) || tries === 100) throw started;
    await delay(100); // somebody else is starting or stopping a server there at this moment
  }
}

async function startOn(dataDir: string, scratch: string, options: ServerOptions): Promise<PostgresServer> {
  const binaries = await findBinaries(options.major);
  await mkdir(path.dirname(dataDir), { recursive: true });
  const runAs = await chooseRunAs(binaries.root, path.dirname(dataDir), scratch);
  if (existsSync(path.join(dataDir, "PG_VERSION"))) await prepareDataFolder(dataDir, runAs);
  else await initialise(runAs, dataDir);

  const settings = { ...always, ...(options.persistent === true ? {} : fast), ...options.settings };
  const launched = await launch(runAs, dataDir, settings, options.port);
  const signal = options.persistent === true ? "INT" : "QUIT"; // in good order, or at once
  const watchdog = startWatchdog(launched.pid, signal, scratch);
  const stop = async (): Promise<void> => {
    await endServer(launched.child, `SIG${signal}`);
    watchdog.release();
    await rm(scratch, { recursive: true, force: true });
  };
  return describe(launched.port, `${binaries.origin}, ${runAs.how}`, stop);
}

async function describe(port: number, how: string, stop: () => Promise<void>): Promise<PostgresServer> {
  const url = serverUrl(port);
  const [row] = await queryRows<{ version: string }>(url, "select current_setting('server_version') as version");
  const version = row?.version ?? "";
  return { major: Number.parseInt(version, 10), version, port, url, how, urlOf: (database) => serverUrl(port, database), stop };
}
