import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { isMigError } from "../../errors.ts";
import { quoteIdentifier } from "../../postgres/sql/identifier.ts";
import { ask } from "../ask.ts";
import { connect } from "../connection/connect.ts";
import type { Session } from "../session.ts";
import type { DatabaseMaker, MadeDatabase, Needs } from "./make-database.ts";

/** Why PGlite is no place for a scratch database. */
export class DoesNotFit extends Error {
  override readonly name = "DoesNotFit";
}

/**
 * What scratch databases in PGlite are made on, in words. The version is that of the package: PostgreSQL's own is known once it has begun.
 */
export function embeddedServer(): string {
  try {
    const file = createRequire(import.meta.url).resolve("@electric-sql/pglite");
    return `PGlite ${versionAbove(path.dirname(file))}`;
  } catch {
    return "PGlite"; // not installed: it is said where one is made
  }
}

/** The version in the nearest package.json upwards. */
function versionAbove(folder: string): string {
  const file = path.join(folder, "package.json");
  const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version);
  return path.dirname(folder) === folder ? "" : versionAbove(path.dirname(folder));
}

/** PGlite has one database; another one is another PGlite, in memory. */
export const embeddedDatabases = (): DatabaseMaker => ({
  server: embeddedServer(),
  create: async () => madeIn(await connect("pglite:memory")),
  end: async () => {},
});

const madeIn = (session: Session): MadeDatabase => ({ session, drop: () => session.close() });

/**
 * A PGlite in memory in place of a database on a server: of its major version, with the roles that it has. Without a server, any will do.
 * @throws DoesNotFit
 */
export async function embeddedFor(home: Session | undefined, { extensions }: Needs): Promise<MadeDatabase> {
  const session = await connect("pglite:memory").catch((error: unknown) =>
    Promise.reject(isMigError(error) && error.code === "DRIVER_MISSING" ? new DoesNotFit("@electric-sql/pglite is not installed") : error),
  );
  try {
    const misfit = versionProblem(session, home) ?? (await extensionProblem(session, extensions));
    if (misfit !== undefined) throw new DoesNotFit(misfit);
    if (home !== undefined) await copyRoles(home, session);
    return madeIn(session);
  } catch (error) {
    await session.close();
    throw error;
  }
}

const majorOf = ({ serverVersion }: Session): number => Math.trunc(serverVersion / 10_000);

const versionProblem = (session: Session, home: Session | undefined): string | undefined =>
  home === undefined || majorOf(session) === majorOf(home)
    ? undefined
    : `it is PostgreSQL ${majorOf(session)}, and the database is PostgreSQL ${majorOf(home)}`;

async function extensionProblem(session: Session, wanted: readonly string[]): Promise<string | undefined> {
  if (wanted.length === 0) return undefined;
  const [rows = []] = await ask(session, ["select name::text as name from pg_catalog.pg_available_extensions"]);
  const available = new Set((rows as readonly { readonly name: string }[]).map(({ name }) => name)); // as the query names it
  const missing = wanted.filter((name) => !available.has(name));
  return missing.length === 0 ? undefined : `it does not have the extension ${missing.join(", ")}`;
}

/** Roles belong to a server, not to a database: what is granted to one must find it. */
async function copyRoles(home: Session, session: Session): Promise<void> {
  const roles = "select r.rolname::text as name from pg_catalog.pg_roles r where r.rolname !~ '^pg_'";
  const [theirs = []] = await ask(home, [roles]);
  const [own = []] = await ask(session, [roles]);
  const known = new Set((own as readonly { readonly name: string }[]).map(({ name }) => name)); // as the query names it
  for (const { name } of theirs as readonly { readonly name: string }[])
    if (!known.has(name)) await session.simple(`create role ${quoteIdentifier(name)}`);
}
