import { connect, isMigError, MigError, type Session } from "@migts/core/project";
import { setTimeout as delay } from "node:timers/promises";
import { handedOver } from "./handed-over.ts";
import { databaseName, databasePattern, isOfRun, isOwn, newOwner, ownerOf } from "./names.ts";
import { quoteName } from "./sql-text.ts";

/** A connection to a server on which this process makes databases, and the lock that says that they are in use. */
export interface Home {
  readonly url: string;
  readonly session: Session;
  readonly owner: number;
  /** How databases are copied quickest here. */
  readonly strategy: "file_copy" | "wal_log";
}

/** First numbers of our advisory locks. */
export const ownerLocks = 0x6d_69_67_74;
export const templateLocks = 0x6d_69_67_75;

const homes = new Map<string, Promise<Home>>();

/** The one of this process. It stays open, and does not keep the process alive. @throws MigError TEST_DATABASE_REFUSED */
export async function homeOn(url: string): Promise<Home> {
  const known = homes.get(url) ?? openHome(url);
  homes.set(url, known);
  try {
    const home = await known;
    await home.session.simple("select"); // it may be lost, as after a restart of the server
    return home;
  } catch (error) {
    if (homes.get(url) === known) homes.delete(url);
    if (isMigError(error)) throw error;
    const again = openHome(url);
    homes.set(url, again);
    return again;
  }
}

async function openHome(url: string): Promise<Home> {
  if (url.startsWith("pglite:"))
    throw new MigError("TEST_DATABASE_REFUSED", {
      problem: "PGlite has one database, and tests of revisions need several",
      why: "embedded",
    });
  const session = await connect(url, { applicationName: "mig test", isBackground: true });
  const [row] = await session.query(`select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('fsync') as fsync`);
  if (row?.["pid"] !== session.processId) {
    await session.close();
    throw new MigError("TEST_DATABASE_REFUSED", {
      problem: "the URL leads through a pooler, where no lock tells which test databases are in use",
      why: "pooler",
    });
  }
  const owner = await takeOwner(session);
  // Measured: where nothing is synced, copying files takes three quarters of the time; else its two checkpoints take several times as long.
  return { url, session, owner, strategy: row?.["fsync"] === "off" ? "file_copy" : "wal_log" };
}

/** A number that no other process has, and a lock that says so. */
async function takeOwner(session: Session): Promise<number> {
  for (;;) {
    const owner = newOwner(handedOver()?.run);
    const [row] = await session.query(`select pg_catalog.pg_try_advisory_lock(${ownerLocks}, ${owner}) as taken`);
    if (row?.["taken"] === true) return owner;
  }
}

/** A new database as a copy of a template. @throws MigError TEST_DATABASE_REFUSED */
export async function copyTemplate({ session, owner, strategy }: Home, template: string, name = databaseName(owner)): Promise<string> {
  await refusing(() => session.simple(`create database ${quoteName(name)} template ${quoteName(template)} strategy ${strategy}`));
  return name;
}

/** @throws MigError TEST_DATABASE_REFUSED for what the server says */
export async function refusing<Result>(create: () => Promise<Result>): Promise<Result> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || isMigError(error)) throw error;
    const why = error.code === "42501" ? "right" : "other";
    throw new MigError("TEST_DATABASE_REFUSED", { problem: error.message, why }, { cause: error });
  }
}

/** Drops a database of this package's, whoever is connected to it. */
export async function dropDatabase({ session }: Home, name: string): Promise<void> {
  if (!isOwn(name)) throw new Error(`${name} is no test database.`);
  await session.simple(`drop database if exists ${quoteName(name)} with (force)`);
}

/** Databases of tests, with the number of their process, and whether that is still there. */
async function testDatabases({
  session,
}: Home): Promise<readonly { readonly name: string; readonly owner: number; readonly isUsed: boolean }[]> {
  const rows = await session.query(
    `select d.datname::text as name from pg_catalog.pg_database d where d.datname ~ '${databasePattern}' and pg_catalog.pg_has_role(d.datdba, 'USAGE')
     order by 1`,
  );
  const locks = await session.query(
    `select l.objid::text as owner from pg_catalog.pg_locks l where l.locktype = 'advisory' and l.classid = ${ownerLocks} and l.granted`,
  );
  const owners = new Set(locks.map((row) => Number(row["owner"])));
  return rows.flatMap((row) => {
    const name = String(row["name"]);
    const owner = ownerOf(name);
    return owner === undefined ? [] : [{ name, owner, isUsed: owners.has(owner) }];
  });
}

/** Drops the databases whose process is gone. */
export async function dropLeftovers(home: Home): Promise<void> {
  // One that another process drops at this moment, or that cannot be dropped now, is left to the next run.
  for (const { name, isUsed } of await testDatabases(home)) if (!isUsed) await dropDatabase(home, name).catch(() => {});
}

const endMilliseconds = 5000;

/** Waits until the processes of a run are gone, and drops what they have left. */
export async function endRun(home: Home, run: number): Promise<void> {
  const end = Date.now() + endMilliseconds;
  while (Date.now() < end) {
    const left = (await testDatabases(home)).filter(({ owner, isUsed }) => isUsed && owner !== home.owner && isOfRun(owner, run));
    if (left.length === 0) break;
    await delay(50);
  }
  await dropLeftovers(home);
}
