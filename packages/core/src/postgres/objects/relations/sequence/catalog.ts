import { modelledTables, notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import type { Sequence } from "./model.ts";
import { withoutDefaultOptions } from "./options.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly unlogged: boolean;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly owner_schema: string | null;
  readonly owner_table: string | null;
  readonly owner_column: string | null;
}

/** All but those of identity columns, which belong to the column, and those owned by a table that is not modelled. */
export const sequenceCatalog: CatalogQuery<Row, Sequence> = {
  text: () => `
    select n.nspname::text as schema, c.relname::text as name, c.relpersistence = 'u' as unlogged,
      pg_catalog.format_type(s.seqtypid, null) as type, s.seqstart::text as start, s.seqincrement::text as increment,
      s.seqmin::text as min, s.seqmax::text as max, s.seqcache::text as cache, s.seqcycle as cycle,
      t.schema as owner_schema, t.name as owner_table, a.attname::text as owner_column
    from pg_catalog.pg_sequence s
    join pg_catalog.pg_class c on c.oid = s.seqrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.objsubid = 0
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join ${modelledTables} t on t.oid = d.refobjid
    left join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where c.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
      and (d.objid is null or (d.deptype = 'a' and t.oid is not null))
    order by 1, 2`,
  decode: (row) => [
    {
      kind: "sequence",
      schema: row.schema,
      name: row.name,
      ...(row.type === "bigint" ? {} : { dataType: row.type }),
      ...(row.unlogged ? { unlogged: true } : {}),
      ...withoutDefaultOptions(optionsOf(row), row.type),
      ...ownerOf(row),
    },
  ],
};

const optionsOf = ({ start, increment, min, max, cache, cycle }: Row) => ({
  start,
  increment,
  minValue: min,
  maxValue: max,
  cache,
  ...(cycle ? { cycle: true as const } : {}),
});

function ownerOf({ owner_schema, owner_table, owner_column }: Row): Pick<Sequence, "ownedBy"> {
  if (owner_schema === null || owner_table === null || owner_column === null) return {};
  return { ownedBy: { schema: owner_schema, table: owner_table, column: owner_column } };
}
