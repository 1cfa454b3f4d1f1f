import { columnOf, tableOf, type CatalogNames } from "../../../catalog-names.ts";
import { modelledTables, notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { classOf } from "../../../catalog-place.ts";
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
  /** Oid of the table and number of the column that own it. */
  readonly owner: number | null;
  readonly owner_column: number | null;
}

/** Whether a column has it as its identity (`i`) or owns it (`a`), as a row of pg_depend tells. `which`: conditions on that row. */
const isOwned = (which: string): string => `exists (
      select from pg_catalog.pg_depend w
      where w.classid = ${classOf("pg_class")} and w.objid = o.oid and w.refclassid = ${classOf("pg_class")} and w.refobjsubid > 0
        and ${which})`;

/** All but those of identity columns, which belong to the column, and those owned by a table that is not modelled. */
export const sequenceCatalog: CatalogQuery<Row, Sequence> = {
  text: () => `
    select n.nspname::text as schema, c.relname::text as name, c.relpersistence = 'u' as unlogged,
      pg_catalog.format_type(s.seqtypid, null) as type, s.seqstart::text as start, s.seqincrement::text as increment,
      s.seqmin::text as min, s.seqmax::text as max, s.seqcache::text as cache, s.seqcycle as cycle,
      d.refobjid::int4 as owner, d.refobjsubid as owner_column
    from pg_catalog.pg_sequence s
    join pg_catalog.pg_class c on c.oid = s.seqrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.objsubid = 0
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    where c.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
      and (d.objid is null or (d.deptype = 'a' and d.refobjid in (select t.oid from ${modelledTables} t)))
    order by 1, 2`,
  // With those of identity columns, which have rights and a comment like others.
  places: {
    sequence: {
      catalog: "pg_class",
      is: "o.relkind = 'S' and o.relpersistence <> 't'",
      join: "join pg_catalog.pg_namespace n on n.oid = o.relnamespace",
      where: `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_class")}
        and not ${isOwned("w.refobjid not in (select t.oid from t) and w.deptype in ('a', 'i')")}`,
      schema: "n.nspname",
      name: "o.relname",
      role: "o.relowner",
      owner: { words: "sequence", where: `not ${isOwned("w.deptype in ('a', 'i')")}` },
      access: { acl: "o.relacl", letter: "s", words: "sequence" },
    },
  },
  decode: (row, names) => [
    {
      kind: "sequence",
      schema: row.schema,
      name: row.name,
      ...(row.type === "bigint" ? {} : { dataType: row.type }),
      ...(row.unlogged ? { unlogged: true } : {}),
      ...withoutDefaultOptions(optionsOf(row), row.type),
      ...ownerOf(row, names),
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

function ownerOf({ owner, owner_column }: Row, names: CatalogNames): Pick<Sequence, "ownedBy"> {
  if (owner === null || owner_column === null) return {};
  const table = tableOf(names, owner);
  return { ownedBy: { schema: table.schema, table: table.name, column: columnOf(table, owner_column).name } };
}
