import { catalogSnapshot } from "./catalog-snapshot.ts";
import { keepConnection } from "./query-rows.ts";
import { createDatabase, type ScratchDatabase, type ScratchDatabaseOptions } from "./scratch-database.ts";

/** A database that many tests use, one after the other, with one connection. */
export interface ReusedDatabase extends Pick<ScratchDatabase, "url" | "query"> {
  /** Drops the schemas, extensions, relations and types that a test has made. */
  readonly empty: () => Promise<void>;
  /** Drops the database. @throws Error where `empty` leaves something of what the tests made */
  readonly close: () => Promise<void>;
}

/**
 * Makes a database for tests that begin with an empty one and say nothing of the server itself. To make and to drop a database, and to fill
 * the caches of its connections, costs a server ten times as much as to empty one.
 */
export async function createReusedDatabase(options: Pick<ScratchDatabaseOptions, "major"> = {}): Promise<ReusedDatabase> {
  const { url, query, drop } = await createDatabase(options);
  const closeConnection = keepConnection(url);
  const start = await catalogSnapshot(url);
  const empty = async (): Promise<void> => void (await query(dropAll));
  return {
    url,
    query,
    empty,
    close: async () => {
      await empty();
      const end = await catalogSnapshot(url);
      await closeConnection();
      await drop();
      if (end !== start) throw new Error(`The database does not become empty: it has\n${end}\nand began with\n${start}`);
    },
  };
}

/** What depends on something goes with it, so it may be gone when its turn comes. */
const dropAll = `do $drop$ declare command text; begin
  for command in
    select format('drop extension if exists %I cascade', extname) from pg_extension where extname <> 'plpgsql'
    union all
    select format('drop schema if exists %I cascade', nspname) from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
    union all
    select format('drop %s if exists public.%I cascade', case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, relname)
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i', 'e') and d.refclassid = 'pg_class'::regclass)
    union all
    select format('drop type if exists public.%I cascade', typname) from pg_type t where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
      and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
  loop execute command; end loop;
end $drop$`;
