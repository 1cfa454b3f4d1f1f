import { randomBytes } from "node:crypto";
import { quoteIdentifier } from "../../postgres/sql/identifier.ts";
import { quoteLiteral } from "../../postgres/sql/literal.ts";
import { ask } from "../ask.ts";
import { connect } from "../connection/connect.ts";
import type { ConnectOptions } from "../connection/connect-options.ts";
import type { Session } from "../session.ts";
import { createDatabaseSql } from "./create-database-sql.ts";

/** A database that was created, and a connection to it. */
export interface MadeDatabase {
  readonly session: Session;
  readonly drop: () => Promise<void>;
  /** What whoever uses it should know of where it is. Absent: nothing. */
  readonly remark?: string;
}

/** What a database must be able to have. */
export interface Needs {
  /** Names of extensions. */
  readonly extensions: readonly string[];
}

export interface DatabaseMaker {
  /** What the databases are made on, in words that differ where a result may: `PostgreSQL 180004`. */
  readonly server: string;
  /** @throws MigError SCRATCH_REFUSED, or NotCreated */
  readonly create: (needs: Needs) => Promise<MadeDatabase>;
  readonly end: () => Promise<void>;
}

/** Databases on a server, which can also say what else is there. */
export interface ServerMaker extends DatabaseMaker {
  readonly home: Session;
}

/** The server did not create a database. The cause is its error. */
export class NotCreated extends Error {
  override readonly name = "NotCreated";
}

const prefix = "mig_scratch_";

/** Databases that killed runs have left are dropped after this time. */
const leftoverSeconds = 6 * 3600;

/**
 * Creates databases beside the one that a URL names, with its encoding and collation.
 * @throws NotCreated where the server refuses one
 */
export async function databasesOn(url: string, options: ConnectOptions): Promise<ServerMaker> {
  const home = await connect(url, options);
  await dropLeftovers(home);
  return {
    home,
    server: `PostgreSQL ${home.serverVersion}`,
    create: async () => {
      const name = `${prefix}${now().toString(36)}_${randomBytes(6).toString("hex")}`;
      const refused = (error: unknown): NotCreated =>
        new NotCreated(error instanceof Error ? error.message : String(error), { cause: error });
      const create = await createDatabaseSql(home, name);
      await home.simple(create).catch((error: unknown) => Promise.reject(refused(error)));
      const drop = async (): Promise<void> => {
        await dropDatabase(home, name).catch(() => dropByAnother(url, options, name));
      };
      const session = await connect(url, { ...options, database: name }).catch((error: unknown) =>
        drop().then(() => Promise.reject(refused(error))),
      );
      return {
        session,
        drop: () =>
          session
            .close()
            .catch(() => {})
            .then(drop),
      };
    },
    end: () => home.close(),
  };
}

const now = (): number => Math.trunc(Date.now() / 1000);

const dropDatabase = (home: Session, name: string): Promise<unknown> =>
  home.simple(`drop database if exists ${quoteIdentifier(name)} with (force)`);

/** The first connection may be lost by now. What cannot be dropped at all is dropped by a later run. */
async function dropByAnother(url: string, options: ConnectOptions, name: string): Promise<void> {
  try {
    const session = await connect(url, options);
    try {
      await dropDatabase(session, name);
    } finally {
      await session.close();
    }
  } catch {
    // a later run drops it
  }
}

async function dropLeftovers(home: Session): Promise<void> {
  const [rows = []] = await ask(home, [
    `select d.datname::text as name from pg_catalog.pg_database d
      where d.datname like ${quoteLiteral(`${prefix.replaceAll("_", String.raw`\_`)}%`)}
        and d.datdba = (select r.oid from pg_catalog.pg_roles r where r.rolname = current_user)
        and not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)`,
  ]);
  for (const { name } of rows as readonly { readonly name: string }[]) {
    // as the query names it
    const createdAt = Number.parseInt(name.slice(prefix.length).split("_")[0] ?? "", 36);
    if (createdAt < now() - leftoverSeconds) await home.simple(`drop database if exists ${quoteIdentifier(name)}`).catch(() => {});
  }
}
