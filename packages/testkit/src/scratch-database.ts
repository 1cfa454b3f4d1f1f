import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import type { TestServer } from "./global-setup.ts";
import { askServer, keepConnection, queryRows, withClient } from "./query-rows.ts";

/** A database of a test's own. */
export interface ScratchDatabase {
  readonly url: string;
  readonly name: string;
  readonly major: number;
  /** A connection is kept for all that uses it. Absent: each use has its own. */
  readonly keepsConnection?: true;
  readonly query: <Row extends object = Record<string, unknown>>(text: string, params?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly drop: () => Promise<void>;
}

export interface ScratchDatabaseOptions {
  /** Absent: the newest major of the run. */
  readonly major?: number;
  /** SQL that is run in the new database. */
  readonly setup?: string;
  /** Absent: a random one. */
  readonly name?: string;
  /** A connection is kept for all that uses the database, one after the other. Absent: each use has its own. */
  readonly keepsConnection?: true;
}

/** The servers of this test run, the oldest major first. @example describe.each(servers())("$major", ({ major }) => ...) */
export const servers = (): readonly TestServer[] => inject("servers");

/**
 * The newest of them, for tests of what mig itself does, whatever the server: a run of both takes too long for each change.
 * `MIG_TEST_MAJORS=15` runs these on that major too. @example describe.each(newestServer())("$major", ({ major }) => ...)
 */
export const newestServer = (): readonly TestServer[] => servers().slice(-1);

/** Makes an empty database, a matter of 20 ms. Whoever asks for it drops it. */
export async function createDatabase(options: ScratchDatabaseOptions = {}): Promise<ScratchDatabase> {
  const server = serverOf(options.major);
  const name = options.name ?? `test_${randomBytes(6).toString("hex")}`;
  await askServer(server.url, `create database ${quoted(name)} template template0 strategy file_copy`);
  const url = withDatabaseName(server.url, name);
  const closeConnection = options.keepsConnection === true ? keepConnection(url) : undefined;
  const database: ScratchDatabase = {
    url,
    ...(options.keepsConnection === true ? { keepsConnection: true as const } : {}),
    name,
    major: server.major,
    query: (text, params) => queryRows(url, text, params),
    drop: async () => {
      await closeConnection?.();
      await dropSubscriptions(server.url, name);
      await askServer(server.url, `drop database if exists ${quoted(name)} with (force)`);
    },
  };
  if (options.setup !== undefined)
    await runScript(url, options.setup).catch((error: unknown) => database.drop().then(() => Promise.reject(error)));
  return database;
}

/** A database that has some cannot be dropped. */
async function dropSubscriptions(url: string, database: string): Promise<void> {
  const found = await askServer<{ readonly name: string }>(
    url,
    "select quote_ident(s.subname) as name from pg_subscription s join pg_database d on d.oid = s.subdbid where d.datname = $1",
    [database],
  );
  for (const { name } of found)
    for (const change of [
      `alter subscription ${name} disable`,
      `alter subscription ${name} set (slot_name = none)`,
      `drop subscription ${name}`,
    ])
      await queryRows(withDatabaseName(url, database), change);
}

/** Makes a database, hands it over, and drops it whatever happened. */
export async function withDatabase<Result>(
  options: ScratchDatabaseOptions,
  use: (database: ScratchDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await createDatabase(options);
  try {
    return await use(database);
  } finally {
    await database.drop();
  }
}

/** Runs a script of several statements. */
export const runScript = (url: string, script: string): Promise<void> =>
  withClient(url, async (client) => void (await client.query(script)));

function serverOf(major: number | undefined): TestServer {
  const all = servers();
  const found = major === undefined ? all.at(-1) : all.find((server) => server.major === major);
  if (found === undefined)
    throw new Error(`No PostgreSQL ${major ?? ""} in this run; there are ${all.map((server) => server.major).join(", ")}.`);
  return found;
}

function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
