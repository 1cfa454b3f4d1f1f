import { existsSync } from "node:fs";
import path from "node:path";
import type { PGlite, PGliteOptions } from "@electric-sql/pglite";
import { isMigError, MigError } from "../../errors.ts";
import { connectionError } from "./connection-error.ts";
import { takeFolder } from "./pglite-folder.ts";
import type { ConnectOptions } from "./connect-options.ts";
import type { EmbeddedAddress } from "./database-url.ts";
import { BatchFailure, type Notice, type Row, type Session } from "../session.ts";
import { noticeOf, type ServerNotice } from "./notice.ts";

/** Opens a PGlite database: PostgreSQL inside this process, one session at a time. */
export async function openPglite({ folder: named }: EmbeddedAddress, { creates, dump }: ConnectOptions = {}): Promise<Session> {
  const { PGlite: Database, types } = await importPglite();
  // int8 as text, as `pg` gives it
  const options = {
    parsers: { [types.INT8]: (text: string) => text },
    ...(dump === undefined ? {} : { loadDataDir: dump as NonNullable<PGliteOptions["loadDataDir"]> }), // the same class, by another name
  };
  const folder = named !== undefined && (creates || existsSync(path.resolve(named))) ? path.resolve(named) : undefined;
  let release = (): void => {};
  try {
    if (folder !== undefined) release = await takeFolder(folder);
    const database = folder === undefined ? await Database.create(options) : await Database.create(folder, options);
    return sessionOf(database, { serverVersion: await versionOf(database), release });
  } catch (error) {
    release();
    throw isMigError(error) ? error : connectionError(error, { url: `pglite:${named ?? "memory"}`, database: named ?? "memory" });
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
  const { rows } = await database.query<{ version: string }>("select pg_catalog.current_setting('server_version_num') as version");
  return Number(rows[0]?.version);
}

function sessionOf(
  database: PGlite,
  { serverVersion, release }: { readonly serverVersion: number; readonly release: () => void },
): Session {
  const hearing = (onNotice: ((notice: Notice) => void) | undefined): { readonly onNotice?: (notice: ServerNotice) => void } =>
    onNotice === undefined ? {} : { onNotice: (notice) => onNotice(noticeOf(notice)) };
  const simple = async (text: string, onNotice?: (notice: Notice) => void): Promise<readonly (readonly Row[])[]> =>
    (await database.exec(text, hearing(onNotice))).map(({ rows }) => rows as Row[]);
  const close = async (): Promise<void> => {
    if (!database.closed) await database.close();
    release();
  };
  return {
    serverVersion,
    isShared: false,
    embedded: database,
    query: async (text, params = [], { onNotice } = {}) => (await database.query<Row>(text, [...params], hearing(onNotice))).rows,
    simple: (text) => simple(text),
    // In one process a round trip costs nothing, so each statement goes alone.
    batch: async (statements, { onNotice } = {}) => {
      const results: (readonly Row[])[] = [];
      for (const [at, statement] of statements.entries()) {
        const hear = onNotice && ((notice: Notice): void => onNotice(notice, at));
        results.push((await simple(statement, hear).catch((error: unknown) => Promise.reject(failureAt(error, at))))[0] ?? []);
      }
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
