import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { MigError } from "../../errors.ts";
import { connectionError } from "./connection-error.ts";
import type { ConnectOptions } from "./connect-options.ts";
import type { EmbeddedAddress } from "./database-url.ts";
import { BatchFailure, type Row, type Session } from "../session.ts";

/** Opens a PGlite database: PostgreSQL inside this process, one session at a time. */
export async function openPglite({ folder: named }: EmbeddedAddress, { creates }: ConnectOptions = {}): Promise<Session> {
  const { PGlite: Database, types } = await importPglite();
  // int8 as text, as `pg` gives it
  const options = { parsers: { [types.INT8]: (text: string) => text } };
  const url = `pglite:${named ?? "memory"}`;
  const folder = named !== undefined && (creates || existsSync(path.resolve(named))) ? named : undefined;
  try {
    if (folder !== undefined) mkdirSync(path.resolve(folder), { recursive: true });
    const database = folder === undefined ? await Database.create(options) : await Database.create(path.resolve(folder), options);
    return sessionOf(database, await versionOf(database));
  } catch (error) {
    throw connectionError(error, { url, database: named ?? "memory" });
  }
}

async function importPglite(): Promise<typeof import("@electric-sql/pglite")> {
  try {
    return await import("@electric-sql/pglite");
  } catch (error) {
    throw new MigError("DRIVER_MISSING", { driver: "@electric-sql/pglite" }, { cause: error });
  }
}

async function versionOf(database: PGlite): Promise<number> {
  const { rows } = await database.query<{ version: string }>("select current_setting('server_version_num') as version");
  return Number(rows[0]?.version);
}

function sessionOf(database: PGlite, serverVersion: number): Session {
  const simple = async (text: string): Promise<readonly (readonly Row[])[]> => (await database.exec(text)).map(({ rows }) => rows as Row[]);
  const close = async (): Promise<void> => {
    if (!database.closed) await database.close();
  };
  return {
    serverVersion,
    isShared: false,
    query: async (text, params = []) => (await database.query<Row>(text, [...params])).rows,
    simple,
    // In one process a round trip costs nothing, so each statement goes alone.
    batch: async (statements) => {
      const results: (readonly Row[])[] = [];
      for (const [at, statement] of statements.entries()) results.push((await simple(statement).catch((error: unknown) => Promise.reject(failureAt(error, at))))[0] ?? []);
      return results;
    },
    close,
    destroy: () => void close(),
  };
}

function failureAt(error: unknown, at: number): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const position = "position" in error && typeof error.position === "string" ? Number(error.position) : undefined;
  return new BatchFailure(error, at, position);
}
