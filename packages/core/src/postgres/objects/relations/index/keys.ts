import { modelledTables } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import type { IndexElement } from "./model.ts";

/** What a catalog query over indexes asks for beside their keys. Aliases: `t` table, `i` pg_index, `x` pg_class, `m` pg_am, `c` what `join` adds. */
export interface IndexesQuery {
  readonly join?: string;
  readonly where?: string;
  /** Further columns: name and SQL. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Keys of an index as rows tell them: arrays with an entry a key, null where all are null; columns end with the included ones. */
export interface KeyRow {
  readonly columns: readonly (string | null)[];
  readonly keys: number;
  readonly expressions: readonly (string | null)[] | null;
  readonly collations: readonly (string | null)[] | null;
  readonly classes: readonly (string | null)[] | null;
  /** JSON of an array of `name=value`. */
  readonly parameters: readonly (string | null)[] | null;
  /** Of expressions. */
  readonly statistics: readonly (string | null)[] | null;
  /** Bits of each key: 1 descending, 2 nulls first; a space between. Null for one key without. */
  readonly options: string | null;
  readonly storage: readonly string[] | null;
  readonly predicate: string | null;
}

/** A text that is null for all is not worth an array. */
const array = (of: string): string => `case when pg_catalog.count(${of}) > 0 then pg_catalog.array_agg(${of} order by n) end`;

/** SQL for a name out of `catalog`, qualified outside pg_catalog. */
const qualified = (catalog: string, prefix: string, oid: string): string => `(
  select case when n.nspname = 'pg_catalog' then pg_catalog.quote_ident(q.${prefix}name)
    else pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(q.${prefix}name) end
  from pg_catalog.${catalog} q join pg_catalog.pg_namespace n on n.oid = q.${prefix}namespace where q.oid = ${oid})`;

/**
 * An operator class goes without saying if it is the default of its own type, and the column's type is that type, or
 * has no default of its own in this method (varchar takes that of text, an array that of anyarray, a domain its base's).
 */
const ownClass = `case when not (o.opcdefault and (a.atttypid is null or o.opcintype = a.atttypid
    or (o.opcmethod, a.atttypid) not in (select d.opcmethod, d.opcintype from pg_catalog.pg_opclass d where d.opcdefault)))
  or p.parameters is not null then ${qualified("pg_opclass", "opc", "o.oid")} end`;

/** That of an expression cannot be compared with anything: the server's own text says whether it is written. */
const ownCollation = `case when k.collation_oid = 0 then null
  when k.num = 0 then case when pg_catalog.strpos(pg_catalog.pg_get_indexdef(i.oid), pg_catalog.pg_get_indexdef(i.oid, k.n::int4, false) || ' COLLATE ') > 0
    then ${qualified("pg_collation", "coll", "k.collation_oid")} end
  when k.collation_oid <> a.attcollation then ${qualified("pg_collation", "coll", "k.collation_oid")} end`;

/** The query of all indexes that `where` lets through, in an order of their names. */
export const indexesQuery = ({ join = "", where = "true", columns }: IndexesQuery): string => `
  with t as materialized (select * from ${modelledTables} m), own as materialized (
    select t.schema, t.name as "table", x.relname::text as name, x.reloptions as storage, m.amname::text as method, x.oid, i.indrelid,
      i.indkey, i.indclass, i.indcollation, i.indoption, i.indnkeyatts, i.indnatts, i.indpred, i.indexprs${Object.entries(columns)
        .map(([name, of]) => `, ${of} as "${name}"`)
        .join("")}
    from t
      join pg_catalog.pg_index i on i.indrelid = t.oid
      join pg_catalog.pg_class x on x.oid = i.indexrelid
      join pg_catalog.pg_am m on m.oid = x.relam
      ${join}
    where ${where}
  ), key as (
    select i.oid, k.n, a.attname::text as name,
      case when k.num = 0 then pg_catalog.pg_get_indexdef(i.oid, k.n::int4, false) end as expression,
      ${ownClass} as class,
      ${ownCollation} as collation_name,
      p.parameters,
      case when k.num = 0 then (
        select nullif(y.attstattarget::int4, -1)::text from pg_catalog.pg_attribute y where y.attrelid = i.oid and y.attnum = k.n) end as target
    from own i
      cross join lateral unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[]) with ordinality k(num, class, collation_oid, n)
      left join pg_catalog.pg_opclass o on o.oid = k.class
      left join lateral (select a.attname, a.atttypid, a.attcollation from pg_catalog.pg_attribute a
        where a.attrelid = i.indrelid and a.attnum = k.num offset 0) a on true -- a look-up each, not a hash of all columns
      cross join lateral (select case when i.method <> 'btree' then (
        select pg_catalog.array_to_json(y.attoptions)::text from pg_catalog.pg_attribute y where y.attrelid = i.oid and y.attnum = k.n) end as parameters) p
  ), keys as (
    select oid, pg_catalog.array_agg(name order by n) as columns, ${array("expression")} as expressions, ${array("class")} as classes,
      ${array("collation_name")} as collations, ${array("parameters")} as parameters, ${array("target")} as statistics
    from key group by oid
  )
  select i.schema, i."table", i.name, i.storage, i.method, i.indnkeyatts::int4 as keys,
    k.columns, k.expressions, k.classes, k.collations, k.parameters, k.statistics, nullif(i.indoption::text, '0') as options,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate${Object.keys(columns)
      .map((name) => `, i."${name}"`)
      .join("")}
  from own i join keys k on k.oid = i.oid
  order by i.schema, i."table", i.name`;

/** The keys of an index, with every default left out. */
export function decodeKeys(row: KeyRow): IndexElement[] {
  const options = row.options?.split(" ");
  return row.columns.slice(0, row.keys).map((column, at) => {
    const { collation, operatorClass, parameters, expression } = namesOf(row, at);
    const statistics = row.statistics?.[at] ?? undefined;
    const bits = Number(options?.[at] ?? "0");
    return {
      ...(column === null ? { expression: printedExpression(expression ?? "") } : { column }),
      ...(bits % 2 === 1 ? { order: "desc" as const } : {}),
      ...nullsOf(bits),
      ...(operatorClass === undefined ? {} : { operatorClass }),
      ...(parameters === undefined ? {} : { operatorClassParameters: decodeSettings(JSON.parse(parameters) as string[]) }), // as the query makes it
      ...(collation === undefined ? {} : { collation }),
      ...(statistics === undefined ? {} : { statistics: Number(statistics) }),
    };
  });
}

const namesOf = ({ expressions, collations, classes, parameters }: KeyRow, at: number) => ({
  expression: expressions?.[at] ?? undefined,
  collation: collations?.[at] ?? undefined,
  operatorClass: classes?.[at] ?? undefined,
  parameters: parameters?.[at] ?? undefined,
});

/** First is the default of a descending key, last that of an ascending one. */
function nullsOf(bits: number): { readonly nulls?: "first" | "last" } {
  if (bits === 1) return { nulls: "last" };
  return bits === 2 ? { nulls: "first" } : {};
}

/** Columns that the index only carries. */
export function decodeInclude({ columns, keys }: KeyRow): { readonly include?: readonly string[] } {
  const include = columns.slice(keys).filter((name) => name !== null);
  return include.length === 0 ? {} : { include };
}

export const decodeStorage = (storage: readonly string[] | null): { readonly storage?: Readonly<Record<string, string>> } =>
  storage === null ? {} : { storage: decodeSettings(storage) };

const decodeSettings = (settings: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(settings.map((setting) => [setting.slice(0, setting.indexOf("=")), setting.slice(setting.indexOf("=") + 1)]));
