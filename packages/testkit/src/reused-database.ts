import { catalogSnapshot } from "./catalog-snapshot.ts";
import { createDatabase, runScript, type ScratchDatabase, type ScratchDatabaseOptions } from "./scratch-database.ts";

/** A database that many tests use, one after the other, with one connection. */
export interface ReusedDatabase extends ScratchDatabase {
  /** Drops what a test has made, as far as it can be found. */
  readonly empty: () => Promise<void>;
  /** Whether the catalog is as it was in the beginning. */
  readonly isEmpty: () => Promise<boolean>;
  /** Drops the database. @throws Error where `empty` leaves something of what the tests made */
  readonly close: () => Promise<void>;
}

/**
 * Makes a database for tests that begin with an empty one and say nothing of the server itself. To make and to drop a database, and to fill
 * the caches of its connections, costs a server ten times as much as to empty one.
 */
export async function createReusedDatabase(options: Pick<ScratchDatabaseOptions, "major"> = {}): Promise<ReusedDatabase> {
  const database = await createDatabase({ ...options, keepsConnection: true });
  const { url, query, drop } = database;
  const start = await catalogSnapshot(url);
  const empty = async (): Promise<void> => void (await query(dropAll));
  return {
    ...database,
    empty,
    isEmpty: async () => (await catalogSnapshot(url)) === start,
    close: async () => {
      await empty();
      const end = await catalogSnapshot(url);
      await drop();
      if (end !== start) throw new Error(`The database does not become empty: it has\n${end}\nand began with\n${start}`);
    },
  };
}

/** Databases of a server that tests use again and again, several at a time. */
export interface DatabasePool {
  /** Hands over an empty database in which the SQL has run. What uses it may leave anything there. */
  readonly use: <Result>(setup: string, work: (database: ScratchDatabase) => Promise<Result>) => Promise<Result>;
  /** Drops them all. */
  readonly close: () => Promise<void>;
}

/** @param major absent: the newest of the run */
export function createDatabasePool(options: Pick<ScratchDatabaseOptions, "major"> = {}): DatabasePool {
  const idle: ReusedDatabase[] = [];
  /** One that is not as it was is used no more: nothing of a test reaches the next one. */
  const giveBack = async (database: ReusedDatabase): Promise<void> => {
    const isAsItWas = await database.empty().then(database.isEmpty, () => false);
    if (isAsItWas) idle.push(database);
    else await database.drop();
  };
  return {
    use: async (setup, work) => {
      const database = idle.pop() ?? (await createReusedDatabase(options));
      try {
        await runScript(database.url, setup);
        return await work(database);
      } finally {
        await giveBack(database);
      }
    },
    close: async () => {
      for (const database of idle.splice(0)) await database.drop();
    },
  };
}

/**
 * What depends on something goes with it, so it may be gone when its turn comes. Event triggers go first, for they may have a say in the
 * rest; rows of a server, such as roles, stay.
 */
const dropAll = `do $drop$ declare commands text[]; command text; begin
  select pg_catalog.array_agg(found.command order by found.place) into commands from (
    select 1 as place, pg_catalog.format('drop event trigger if exists %I', evtname) as command from pg_catalog.pg_event_trigger
    union all
    select 2, pg_catalog.format('drop publication if exists %I', pubname) from pg_catalog.pg_publication
    union all
    select 3, pg_catalog.format('drop extension if exists %I cascade', extname) from pg_catalog.pg_extension where extname <> 'plpgsql'
    union all
    select 4, pg_catalog.format('drop cast if exists (%s as %s)', castsource::regtype, casttarget::regtype) from pg_catalog.pg_cast
    where oid >= 16384 and not exists (select from pg_catalog.pg_depend o where o.objid = pg_cast.oid and o.deptype = 'i')
    union all
    select 5, pg_catalog.format('drop schema if exists %I cascade', nspname) from pg_catalog.pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
    union all
    select 6, pg_catalog.format('drop foreign data wrapper if exists %I cascade', fdwname) from pg_catalog.pg_foreign_data_wrapper
    union all
    select 7, pg_catalog.format('drop %s if exists %s cascade', case when found.type in ('function', 'procedure', 'aggregate') then 'routine'
      when found.type = 'composite type' then 'type' when found.type = 'statistics object' then 'statistics' else found.type end, found.identity)
    from pg_catalog.pg_depend d, pg_catalog.pg_identify_object(d.classid, d.objid, 0) found
    where d.refclassid = 'pg_catalog.pg_namespace'::regclass and d.refobjid = 'public'::regnamespace and d.deptype = 'n'
      and not exists (select from pg_catalog.pg_depend o where o.classid = d.classid and o.objid = d.objid and o.refobjid <> d.objid
        and o.deptype in ('a', 'i', 'e'))
    union all
    select 8, pg_catalog.format('drop language if exists %I cascade', lanname) from pg_catalog.pg_language where oid >= 16384
    union all
    select 9, pg_catalog.format('drop access method if exists %I cascade', amname) from pg_catalog.pg_am where oid >= 16384) found;
  foreach command in array coalesce(commands, '{}') loop execute command; end loop;
end $drop$`;
