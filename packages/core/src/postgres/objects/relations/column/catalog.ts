import { attributesColumn, decodeAttributes, type AttributesRow } from "./attributes/catalog.ts";
import { tableOf, type CatalogColumn, type CatalogNames, type CatalogTable } from "../../../catalog-names.ts";
import { tablesRead, type CatalogQuery } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { withoutDefaultOptions } from "../sequence/fragment.ts";
import { inRelation } from "../place.ts";
import type { Column, Identity } from "./model.ts";
import { identitySequenceName } from "./identity/sequence-name.ts";
import { notNullConstraint } from "./value/not-null.ts";

/** A table with its columns: one row of many values takes the client a fifth of the time of many rows. */
interface Row {
  /** Oid. */
  readonly table: number;
  readonly columns: readonly ColumnRow[];
}

/** In the order in which the query lists it. */
type ColumnRow = readonly [
  number: number,
  name: string,
  type: string,
  typeId: number,
  collationId: number,
  hasOwnCollation: boolean,
  notNull: boolean,
  /**
   * Name, NO INHERIT, valid, inherited, also said by the table: of a NOT NULL constraint that is not just what NOT NULL makes, as far as
   * the query can tell.
   */
  notNullConstraint: readonly string[] | null,
  /** `s` stored, `v` virtual. */
  generated: string | null,
  /** Of the default or of the generated column. */
  expression: string | null,
  /**
   * Generation (`a` always, `d` by default), sequence, start, increment, bounds, cache, cycle, type of the sequence, and its persistence
   * (`u` unlogged) where that is not its table's.
   */
  identity: readonly string[] | null,
  attributes: AttributesRow,
  /** Of an inherited one: whether its table says that it has it as well. Null: it is not inherited. */
  alsoOwn: boolean | null,
];

/** The usual ones are looked up in a hash of them all. The others are few. */
const oddNotNull = `case when a.attnotnull and (a.attrelid, a.attnum, t.name || '_' || a.attname || '_not_null') not in (
        select k.conrelid, k.conkey[1], k.conname::text from pg_catalog.pg_constraint k
          where k.contype = 'n' and k.convalidated and not k.connoinherit and k.coninhcount = 0
      ) then (
        select array[k.conname::text, k.connoinherit::text, k.convalidated::text, (k.coninhcount > 0)::text, k.conislocal::text]
          from pg_catalog.pg_constraint k
        where k.contype = 'n' and k.conrelid = a.attrelid and k.conkey[1] = a.attnum
      ) end`;

/**
 * Sub-selects where a join would do: few columns have an identity of their own, and a CASE asks only for those. The NOT NULL
 * constraints of PostgreSQL 18 are folded into the column. A default names no columns, so it is printed without its table, which the
 * server would have to open.
 */
export const columnCatalog: CatalogQuery<Row, Column> = {
  text: (version) => `
    select c."table", pg_catalog.json_agg(c.column) as columns from (
      select a.attrelid::int4 as "table", pg_catalog.json_build_array(
        a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid::int4, a.attcollation::int4,
          a.attcollation <> y.typcollation,
        a.attnotnull, ${version >= 180000 ? oddNotNull : "null::text[]"}, nullif(a.attgenerated::text, ''), case when a.atthasdef then (
          select pg_catalog.pg_get_expr(d.adbin, case a.attgenerated when '' then 0 else d.adrelid end)
          from pg_catalog.pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum
        ) end, case when a.attidentity <> '' then (
          select array[a.attidentity::text, c.relname::text, s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text,
            s.seqcache::text,
            s.seqcycle::text, pg_catalog.format_type(s.seqtypid, null),
            case when c.relpersistence <> (select r.relpersistence from pg_catalog.pg_class r where r.oid = a.attrelid)
              then c.relpersistence::text else '' end]
          from pg_catalog.pg_depend d
          join pg_catalog.pg_sequence s on s.seqrelid = d.objid
          join pg_catalog.pg_class c on c.oid = d.objid
          where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
            and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objsubid = 0 and d.deptype = 'i'
        ) end, ${attributesColumn}, case when a.attinhcount > 0 then a.attislocal end) as column
      from ${tablesRead} t
      join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      join pg_catalog.pg_type y on y.oid = a.atttypid
      order by a.attrelid, a.attnum
    ) c group by c."table"`,
  places: {
    column: {
      catalog: "pg_class",
      rows: "pg_attribute",
      oid: "o.attrelid",
      column: "o.attnum",
      is: "o.attnum > 0 and not o.attisdropped",
      ...inRelation("o.attrelid"),
      name: "o.attname",
      role: "(select c.relowner from pg_catalog.pg_class c where c.oid = o.attrelid)",
      access: { acl: "o.attacl", letter: "c", words: "table" },
    },
  },
  learn: ({ table, columns }, names) => {
    const of = tableOf(names, table);
    of.columnAt = (number) => columnAt(columns, number);
    of.hasColumn = (name) => columns.some(([, own]) => own === name);
  },
  decode: ({ table, columns }, names) => {
    const of = tableOf(names, table);
    return columns.map((column) => decodeColumn(of, column, names));
  },
};

/** Where it would be if none had been dropped, or behind. It is made for who asks: few of them are asked for. */
function columnAt(columns: readonly ColumnRow[], number: number): CatalogColumn | undefined {
  const usual = columns[number - 1];
  const row = usual?.[0] === number ? usual : columns.find(([own]) => own === number);
  return row === undefined ? undefined : { name: row[1], type: row[3], collation: row[4], isGenerated: row[8] !== null };
}

function decodeColumn({ schema, name: table, parents }: CatalogTable, row: ColumnRow, { collations, tables }: CatalogNames): Column {
  // By number: taking a row apart as a list makes an object for each item.
  const {
    1: name,
    2: type,
    4: collationId,
    5: hasOwnCollation,
    6: notNull,
    7: odd,
    8: generated,
    9: printed,
    10: identity,
    11: attributes,
    12: alsoOwn,
  } = row;
  const expression = printed === null ? undefined : printedExpression(printed);
  const collation = hasOwnCollation ? collations.get(collationId) : undefined;
  const column: Writable<Column> = { kind: "column", schema, table, name, type };
  if (notNull) column.notNull = true;
  if (expression !== undefined && generated === null) column.default = expression;
  if (expression !== undefined && generated !== null) column.generated = { expression, as: generated === "v" ? "virtual" : "stored" };
  if (collation !== undefined) column.collation = collation;
  if (odd === null && identity === null && attributes === null && alsoOwn === null) return column;
  return {
    ...column,
    ...decodeNotNull(table, name, odd),
    ...(identity === null ? {} : { identity: identityOf(identity, table, name, type) }),
    ...decodeAttributes(attributes),
    ...(alsoOwn === null
      ? {}
      : inheritedOf(
          name,
          alsoOwn,
          parents.map((oid) => tables.get(oid)).filter((parent) => parent !== undefined),
        )),
  };
}

function inheritedOf(name: string, alsoOwn: boolean, parents: readonly CatalogTable[]): Pick<Column, "inheritedFrom" | "alsoOwn"> {
  const from = parents.filter((parent) => parent.hasColumn(name)).map((parent) => ({ schema: parent.schema, table: parent.name }));
  return from.length === 0 ? {} : { inheritedFrom: from, ...(alsoOwn ? { alsoOwn } : {}) };
}

/** While an object is being made: there are many of them, and a spread each would take longer than all the rest. */
type Writable<Object> = { -readonly [Key in keyof Object]: Object[Key] };

function decodeNotNull(table: string, column: string, row: readonly string[] | null): Pick<Column, "notNullConstraint"> {
  const [name = "", noInherit, valid, inherited, isLocal] = row ?? [];
  const said =
    row === null
      ? undefined
      : notNullConstraint(table, column, {
          name,
          ...(noInherit === "true" ? { noInherit: true } : {}),
          ...(valid === "false" ? { notValid: true } : {}),
          ...(inherited === "true" ? { inherited: true } : {}),
          ...(inherited === "true" && isLocal === "true" ? { alsoOwn: true } : {}),
        });
  return said === undefined ? {} : { notNullConstraint: said };
}

function identityOf(row: readonly string[], table: string, column: string, type: string): Identity {
  const [
    generation,
    sequence = "",
    start = "1",
    increment = "1",
    minValue = "1",
    maxValue = "1",
    cache = "1",
    cycle,
    dataType = type,
    persistence = "",
  ] = row;
  return {
    generation: generation === "a" ? "always" : "by default",
    ...(sequence === identitySequenceName(table, column) ? {} : { sequence }),
    ...(dataType === type ? {} : { dataType }),
    ...(persistence === "" ? {} : { unlogged: persistence === "u" }),
    ...withoutDefaultOptions({ start, increment, minValue, maxValue, cache, ...(cycle === "true" ? { cycle: true } : {}) }, dataType),
  };
}
