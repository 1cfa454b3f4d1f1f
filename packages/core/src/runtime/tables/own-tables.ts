/** A table that is mig's own, or Alembic's: never part of a comparison. */
export interface OwnTable {
  readonly schema: string;
  readonly name: string;
  /** Another tool made it, so that sequences may belong to it, as one of serial does. Absent: mig or Alembic did. */
  readonly isAnothers?: true;
}

/** Columns that identify mig's log, also one of a later version with more columns. */
const ofLog = ["revision", "direction", "outcome", "started_at", "statements_done", "mig_version"];

/**
 * The tables that mig or Alembic ever created here, whatever their names. They are recognized by their columns: a version table has only
 * version_num, a log has those above.
 */
export const ownTablesQuery = `
  select n.nspname::text as schema, c.relname::text as name
  from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where a.attname in ('version_num', 'mig_version') and a.attnum > 0 and not a.attisdropped and c.relkind = 'r' and c.relpersistence <> 't'
    and case a.attname
      when 'version_num' then a.atttypid = 'pg_catalog.varchar'::pg_catalog.regtype and a.attnotnull
        and not exists (select from pg_catalog.pg_attribute o
    where o.attrelid = c.oid and o.attnum > 0 and not o.attisdropped and o.attname <> 'version_num')
      else (select pg_catalog.count(*) from pg_catalog.pg_attribute o
    where o.attrelid = c.oid and not o.attisdropped and o.attname in (${ofLog.map((name) => `'${name}'`).join(", ")})) = ${ofLog.length}
    end
  order by 1, 2`;
