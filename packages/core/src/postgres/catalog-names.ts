/**
 * What the numbers in the catalog stand for. A query gives numbers and the client looks them up: that takes the server half the time,
 * and the same name is sent once.
 */
export interface CatalogNames {
  /** The modelled tables by their oid, as their catalog queries tell them. */
  readonly tables: Map<number, CatalogTable>;
  /** Operator classes by their oid. */
  readonly classes: ReadonlyMap<number, OperatorClass>;
  /** By access method, the types that have a default class. */
  readonly defaultTypes: ReadonlyMap<number, ReadonlySet<number>>;
  /** Collations by their oid: those that are in use. Qualified outside pg_catalog. */
  readonly collations: ReadonlyMap<number, string>;
}

export interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  /** By their numbers. Undefined: there is none of that number. */
  columnAt: (number: number) => CatalogColumn | undefined;
  hasColumn: (name: string) => boolean;
  /** Oids of the tables that it is a partition of or inherits from, in order. */
  readonly parents: readonly number[];
}

export interface CatalogColumn {
  readonly name: string;
  /** Oids of its type and collation. */
  readonly type: number;
  readonly collation: number;
  readonly isGenerated: boolean;
}

export interface OperatorClass {
  /** Oid of the access method. */
  readonly method: number;
  /** Oid of the type that it is for. */
  readonly type: number;
  readonly is_default: boolean;
  readonly name: string;
  /** Qualified outside pg_catalog. */
  readonly qualified: string;
}

/** SQL for a quoted name, qualified outside pg_catalog. */
const qualified = (name: string): string =>
  `case when n.nspname = 'pg_catalog' then '' else pg_catalog.quote_ident(n.nspname) || '.' end || pg_catalog.quote_ident(${name})`;

/**
 * Queries of what does not belong to a table; `readNames` takes their rows. The use of a collation is on record if initdb did not pin it
 * (below 12000).
 */
export const namesQueries: readonly string[] = [
  `select o.oid::int4 as oid, o.opcmethod::int4 as method, o.opcintype::int4 as type, o.opcdefault as is_default, o.opcname::text as name,
      ${qualified("o.opcname")} as qualified
    from pg_catalog.pg_opclass o join pg_catalog.pg_namespace n on n.oid = o.opcnamespace`,
  `select l.oid::int4 as oid, ${qualified("l.collname")} as name
    from pg_catalog.pg_collation l join pg_catalog.pg_namespace n on n.oid = l.collnamespace
    where l.oid < 12000 or l.oid in (select d.refobjid from pg_catalog.pg_depend d
      where d.refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass)`,
];

/** Names without a table yet. */
export function readNames([classes = [], collations = []]: readonly (readonly object[])[]): CatalogNames {
  const classRows = classes as readonly (OperatorClass & Numbered)[]; // as the queries name them
  return {
    tables: new Map(),
    classes: new Map(classRows.map((row) => [row.oid, row])),
    defaultTypes: defaultTypesOf(classRows),
    collations: new Map((collations as readonly (Numbered & { readonly name: string })[]).map(({ oid, name }) => [oid, name])),
  };
}

function defaultTypesOf(classes: readonly OperatorClass[]): CatalogNames["defaultTypes"] {
  const types = new Map<number, Set<number>>();
  for (const { method, type, is_default } of classes) if (is_default) types.set(method, (types.get(method) ?? new Set()).add(type));
  return types;
}

interface Numbered {
  readonly oid: number;
}

/** The table behind an oid that a query took from `modelledTables`. */
export function tableOf({ tables }: CatalogNames, oid: number): CatalogTable {
  const table = tables.get(oid);
  if (table === undefined) throw new Error(`The catalog has no table ${oid}.`);
  return table;
}

/** The column with this number. */
export function columnOf(table: CatalogTable, number: number): CatalogColumn {
  const column = table.columnAt(number);
  if (column === undefined) throw new Error(`${table.schema}.${table.name} has no column ${number}.`);
  return column;
}

/** Names of columns that are given as the server prints their numbers: `{1,2}` as an array, `1 2` as a vector. */
export const columnNames = (table: CatalogTable, numbers: string): readonly string[] =>
  numbersIn(numbers).map((number) => columnOf(table, number).name);

/** @example numbersIn("{1,2}") // [1, 2], as for "1 2" */
export function numbersIn(text: string): readonly number[] {
  if (text === "" || text === "{}") return [];
  const isArray = text.startsWith("{");
  const list = isArray ? text.slice(1, -1) : text;
  const separator = isArray ? "," : " ";
  return list.includes(separator) ? list.split(separator).map(Number) : [Number(list)]; // one is by far the usual case
}
