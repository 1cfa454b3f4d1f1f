import { columnOf, numbersIn, tableOf, type CatalogColumn, type CatalogNames } from "../../../catalog-names.ts";
import { indexedRead } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { sortedTables } from "../lacking.ts";
import type { Index, IndexElement } from "./model.ts";

/**
 * What a catalog query over indexes asks for beside their keys. Aliases: `t` table, `i` pg_index, `x` pg_class, `m` pg_am, `c` what
 * `join` adds.
 */
export interface IndexesQuery {
  readonly join?: string;
  readonly where?: string;
  /** Further columns: name and SQL. */
  readonly columns: Readonly<Record<string, string>>;
}

/** An index as rows tell it. Lists of expressions and the like have an entry a key, and are null where no key has one. */
export interface KeyRow {
  /** Oid of the table. */
  readonly table: number;
  readonly name: string;
  /** Numbers of all columns, 0 for an expression: `1 0 3`. They end with the included ones. */
  readonly columns: string;
  readonly keys: number;
  /** Oids of each key: `1978 3126`. */
  readonly classes: string;
  readonly collations: string;
  readonly expressions: readonly (string | null)[] | null;
  /** Oids of the collations that are written behind expressions. */
  readonly expression_collations: readonly (string | null)[] | null;
  /** Of expressions. */
  readonly statistics: readonly (string | null)[] | null;
  /** JSON of an array of `name=value`. */
  readonly parameters: readonly (string | null)[] | null;
  /** Bits of each key: 1 descending, 2 nulls first; a space between. Null for one key without. */
  readonly options: string | null;
  readonly storage: readonly string[] | null;
  readonly predicate: string | null;
  /** Schema and name of the partitions that have no part of an index which is not valid for that. Null: it is, or is in no partitioned table. */
  readonly lacked_by: readonly (readonly [schema: string, name: string])[] | null;
  /** Schema, table and name of the index of the partitioned table that it is a part of. */
  readonly part_of: readonly [schema: string, table: string, name: string] | null;
}

/** A list with an entry a key. */
const list = (of: string): string => `array(select ${of} from pg_catalog.generate_series(1, i.indnkeyatts) k(n) order by k.n)`;

/** An attribute of the index's own columns. */
const ofKey = (of: string): string => `(select ${of} from pg_catalog.pg_attribute y where y.attrelid = i.indexrelid and y.attnum = k.n)`;

const expression = "pg_catalog.pg_get_indexdef(i.indexrelid, k.n, false)";

/** The collation of an expression cannot be compared with anything: the server's own text says whether it is written. */
const writtenCollation = `case when i.indkey[k.n - 1] = 0 and i.indcollation[k.n - 1] <> 0
  and pg_catalog.strpos(pg_catalog.pg_get_indexdef(i.indexrelid), ${expression} || ' COLLATE ') > 0 then i.indcollation[k.n - 1]::text end`;

const ofExpressions = (of: string): string => `case when i.indexprs is not null then ${list(of)} end`;

const partOf = `case when x.relispartition then (
      select array[n.nspname::text, c.relname::text, p.relname::text] from pg_catalog.pg_inherits h
        join pg_catalog.pg_class p on p.oid = h.inhparent join pg_catalog.pg_index ip on ip.indexrelid = p.oid
        join pg_catalog.pg_class c on c.oid = ip.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where h.inhrelid = x.oid) end`;

/** Of an index `x` of a table, with its `pg_index` `i`: the partitions that have no part of it. */
export const lackedBy = `case when x.relkind = 'I' and not i.indisvalid then array(
      select array[n.nspname::text, r.relname::text] from pg_catalog.pg_partition_tree(i.indrelid) l
        join pg_catalog.pg_class r on r.oid = l.relid join pg_catalog.pg_namespace n on n.oid = r.relnamespace
      where l.level > 0 and r.relkind <> 'f' and not exists (
        select from pg_catalog.pg_partition_tree(x.oid) p join pg_catalog.pg_index pi on pi.indexrelid = p.relid where pi.indrelid = r.oid)) end`;

/** The query of all indexes that `where` lets through, in an order of their names. */
export const indexesQuery = ({ join = "", where = "true", columns }: IndexesQuery): string => `
  select i.indrelid::int4 as "table", x.relname::text as name, x.reloptions as storage, m.amname::text as method,
    i.indnkeyatts::int4 as keys,
    i.indkey::text as columns, i.indclass::text as classes, i.indcollation::text as collations, nullif(i.indoption::text, '0') as options,
    ${ofExpressions(`case when i.indkey[k.n - 1] = 0 then ${expression} end`)} as expressions,
      ${ofExpressions(writtenCollation)} as expression_collations,
    ${ofExpressions(`case when i.indkey[k.n - 1] = 0 then ${ofKey("nullif(y.attstattarget::int4, -1)::text")} end`)} as statistics,
    case when m.amname <> 'btree' then ${list(ofKey("pg_catalog.array_to_json(y.attoptions)::text"))} end as parameters,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate, ${partOf} as part_of, ${lackedBy} as lacked_by${Object.entries(columns)
      .map(([name, of]) => `, ${of} as "${name}"`)
      .join("")}
  from ${indexedRead} t
    join pg_catalog.pg_index i on i.indrelid = t.oid
    join pg_catalog.pg_class x on x.oid = i.indexrelid
    join pg_catalog.pg_am m on m.oid = x.relam
    ${join}
  where ${where}
  order by t.schema, t.name, x.relname`;

/** What an index is by name. */
export function inTable({ table, name }: Pick<KeyRow, "table" | "name">, names: CatalogNames): Pick<Index, "schema" | "table" | "name"> {
  const { schema, name: of } = tableOf(names, table);
  return { schema, table: of, name };
}

/** The keys of an index, with every default left out. */
export function decodeKeys(row: KeyRow, names: CatalogNames): IndexElement[] {
  const table = tableOf(names, row.table);
  const [classes, collations] = [numbersIn(row.classes), numbersIn(row.collations)];
  const options = row.options === null ? [] : numbersIn(row.options);
  return numbersIn(row.columns)
    .slice(0, row.keys)
    .map((number, at) => {
      const column = number === 0 ? undefined : columnOf(table, number);
      const parameters = row.parameters?.[at] ?? undefined;
      const statistics = row.statistics?.[at] ?? undefined;
      const bits = options[at] ?? 0;
      const operatorClass = ownClass(names, classes[at] ?? 0, { column, isAlways: parameters !== undefined });
      const collation = column === undefined ? Number(row.expression_collations?.[at] ?? 0) : (collations[at] ?? 0);
      const collationName = collation === 0 || collation === column?.collation ? undefined : names.collations.get(collation);
      return {
        ...(column === undefined ? { expression: printedExpression(row.expressions?.[at] ?? "") } : { column: column.name }),
        ...(bits % 2 === 1 ? { order: "desc" as const } : {}),
        ...nullsOf(bits),
        ...(operatorClass === undefined ? {} : { operatorClass }),
        // as the query makes it
        ...(parameters === undefined ? {} : { operatorClassParameters: decodeSettings(JSON.parse(parameters) as string[]) }),
        ...(collationName === undefined ? {} : { collation: collationName }),
        ...(statistics === undefined ? {} : { statistics: Number(statistics) }),
      };
    });
}

/**
 * An operator class goes without saying if it is the default of its own type, and the column's type is that type, or
 * has no default of its own in this method (varchar takes that of text, an array that of anyarray, a domain its base's).
 */
function ownClass(
  { classes, defaultTypes }: CatalogNames,
  oid: number,
  { column, isAlways }: { readonly column: CatalogColumn | undefined; readonly isAlways: boolean },
): string | undefined {
  const found = classes.get(oid);
  if (found === undefined) return undefined;
  const { is_default, method, type, qualified } = found;
  const isImplied = is_default && (column === undefined || type === column.type || defaultTypes.get(method)?.has(column.type) !== true);
  return isImplied && !isAlways ? undefined : qualified;
}

/** First is the default of a descending key, last that of an ascending one. */
function nullsOf(bits: number): { readonly nulls?: "first" | "last" } {
  if (bits === 1) return { nulls: "last" };
  return bits === 2 ? { nulls: "first" } : {};
}

/** What it is a part of. */
export function decodePartOf({ part_of }: KeyRow): Pick<Index, "partOf"> {
  if (part_of === null) return {};
  const [schema, table, name] = part_of;
  return { partOf: { schema, table, name } };
}

/** Where it is not valid: the partitions without a part of it, or that none is without. */
export function decodeLacking({ lacked_by }: Pick<KeyRow, "lacked_by">): Pick<Index, "lackedBy" | "invalid"> {
  if (lacked_by === null) return {};
  if (lacked_by.length === 0) return { invalid: true };
  return { lackedBy: sortedTables(lacked_by.map(([schema, name]) => ({ schema, name }))) };
}

/** Columns that the index only carries. */
export function decodeInclude({ table, columns, keys }: KeyRow, names: CatalogNames): { readonly include?: readonly string[] } {
  const include = numbersIn(columns).slice(keys);
  return include.length === 0 ? {} : { include: include.map((number) => columnOf(tableOf(names, table), number).name) };
}

export const decodeStorage = (storage: readonly string[] | null): { readonly storage?: Readonly<Record<string, string>> } =>
  storage === null ? {} : { storage: decodeSettings(storage) };

const decodeSettings = (settings: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(settings.map((setting) => [setting.slice(0, setting.indexOf("=")), setting.slice(setting.indexOf("=") + 1)]));
