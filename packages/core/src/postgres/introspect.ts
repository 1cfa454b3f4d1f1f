import { schemaOf, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import { modelledTables, notOfExtension, userSchema } from "./catalog-query.ts";
import { catalogs } from "./objects/index.ts";
import type { SimpleQuery } from "./session-query.ts";

/** A table-like relation that the schema model leaves alone: `partitioned table`, `view`, `table` that inherits, ... */
export interface UnmodelledRelation {
  readonly schema: string;
  readonly name: string;
  readonly what: string;
}

/** A database's design at one moment. */
export interface Snapshot {
  readonly schema: DatabaseSchema;
  readonly unmodelled: readonly UnmodelledRelation[];
  /** Operator classes that are the default of their type. */
  readonly defaultClasses: ReadonlySet<string>;
  /** The rows of what else was asked. */
  readonly also: readonly (readonly object[])[];
}

const unmodelledQuery = `
  select n.nspname::text as schema, c.relname::text as name,
    case c.relkind when 'p' then 'partitioned table' when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
      else case when c.relispartition then 'partition' when c.reloftype <> 0 then 'table of a type' else 'table that inherits' end end as what
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
    and not exists (select from ${modelledTables} m where m.oid = c.oid)
  order by 1, 2`;

const defaultClassesQuery = "select distinct o.opcname::text as name from pg_catalog.pg_opclass o where o.opcdefault";

/**
 * Reads the whole schema in one round trip: one text with every kind's catalog query, in one read-only snapshot with an
 * empty search_path, so that names are printed qualified. Nothing is left behind. `also`: what else to ask in that round trip.
 */
export async function introspect(query: SimpleQuery, version: number, also: readonly string[] = []): Promise<Snapshot> {
  const queries = [...catalogs.map((catalog) => catalog.text(version)), unmodelledQuery, defaultClassesQuery, ...also];
  const results = await query(snapshotText(queries));
  const lists = results.slice(stage.length, stage.length + queries.length);
  const objects: SchemaObject[] = [];
  catalogs.forEach((catalog, at) => {
    for (const row of lists[at] ?? []) objects.push(...catalog.decode(row));
  });
  const unmodelled = (lists[catalogs.length] ?? []) as readonly UnmodelledRelation[]; // as its query names them
  const classes = (lists[catalogs.length + 1] ?? []) as readonly { readonly name: string }[]; // the same
  return { also: lists.slice(queries.length - also.length), schema: schemaOf(objects), unmodelled, defaultClasses: new Set(classes.map(({ name }) => name)) };
}

/** The memory is for sorting the columns of a large database; a small one does not use it. */
const stage = [
  "begin transaction isolation level repeatable read read only",
  "set local search_path = ''",
  "set local jit = off",
  "set local work_mem = '64MB'",
];

const snapshotText = (queries: readonly string[]): string => [...stage, ...queries, "commit"].join(";\n");
