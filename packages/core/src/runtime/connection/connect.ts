import { isMigError, MigError } from "../../errors.ts";
import { requireText } from "../environment/arguments.ts";
import type { Session } from "../session.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { parseDatabaseUrl, type DatabaseAddress } from "./database-url.ts";
import { maskUrl } from "./mask.ts";

/** The oldest server that mig works with. */
const oldestMajor = 15;

/** The newest server whose catalogs and statements mig knows. A newer one works too, as far as it is like this one. */
const newestMajor = 19;

/**
 * Opens a connection. The driver is loaded here, not before: commands that need no database do not pay for it.
 * @example const session = await connect("postgresql://ada@localhost/shop"); // ... await session.close();
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Session> {
  requireText("connect", url);
  try {
    return await open(url, options);
  } catch (error) {
    throw options.urlSource === undefined ? error : withSource(error, options.urlSource);
  }
}

/** An error about a URL, with where that is set. */
function withSource(error: unknown, from: string): unknown {
  if (!isMigError(error) || !("url" in error.details)) return error;
  return new MigError(error.code, { ...error.details, from }, error.cause === undefined ? {} : { cause: error.cause });
}

async function open(url: string, options: ConnectOptions): Promise<Session> {
  const address = ofDatabase(parseDatabaseUrl(url), options.database);
  const session =
    address.driver === "pglite"
      ? await import("./pglite-session.ts").then(({ openPglite }) => openPglite(address, options))
      : await import("./pg-session.ts").then(({ openPg }) => openPg(address, { ...options, url: maskUrl(url) }));
  const major = Math.trunc(session.serverVersion / 10_000);
  if (major > newestMajor) options.onNewer?.({ major, newest: newestMajor });
  if (major >= oldestMajor) return session;
  await session.close();
  throw new MigError("SERVER_TOO_OLD", { version: String(major), oldest: oldestMajor });
}

const ofDatabase = (address: DatabaseAddress, database: string | undefined): DatabaseAddress =>
  database === undefined || address.driver === "pglite" ? address : { ...address, database };
