import { attributesColumn, decodeAttributes, type AttributesRow } from "./attributes/catalog.ts";
import { tableOf } from "../../../catalog-names.ts";
import { modelledTables, type CatalogQuery } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { withoutDefaultOptions } from "../sequence/fragment.ts";
import type { Column, Identity } from "./model.ts";
import { identitySequenceName } from "./identity/sequence-name.ts";
import { notNullConstraint } from "./value/not-null.ts";

interface Row {
  /** Oid of the table. */
  readonly table: number;
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly type_id: number;
  readonly not_null: boolean;
  /** Name, NO INHERIT, valid: of a NOT NULL constraint that is not just what NOT NULL makes, as far as the query can tell. */
  readonly not_null_constraint: readonly string[] | null;
  /** `s` stored, `v` virtual. */
  readonly generated: string | null;
  /** Of the default or of the generated column. */
  readonly expression: string | null;
  /** Generation (`a` always, `d` by default), sequence, start, increment, bounds, cache, cycle, type of the sequence. */
  readonly identity: readonly string[] | null;
  readonly collation_id: number;
  readonly has_own_collation: boolean;
  readonly attributes: AttributesRow;
}

/** The usual ones are looked up in a hash of them all. The others are few. */
const oddNotNull = `case when a.attnotnull and (a.attrelid, a.attnum, t.name || '_' || a.attname || '_not_null') not in (
        select k.conrelid, k.conkey[1], k.conname::text from pg_catalog.pg_constraint k where k.contype = 'n' and k.convalidated and not k.connoinherit
      ) then (
        select array[k.conname::text, k.connoinherit::text, k.convalidated::text] from pg_catalog.pg_constraint k
        where k.contype = 'n' and k.conrelid = a.attrelid and k.conkey[1] = a.attnum
      ) end`;

/**
 * Sub-selects where a join would do: few columns have an identity of their own, and a CASE asks only for those. The NOT NULL
 * constraints of PostgreSQL 18 are folded into the column. A default names no columns, so it is printed without its table, which the
 * server would have to open.
 */
export const columnCatalog: CatalogQuery<Row, Column> = {
  text: (version) => `
    select a.attrelid::int4 as "table", a.attnum::int4 as number, a.attname::text as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.atttypid::int4 as type_id,
      a.attnotnull as not_null, ${version >= 180000 ? oddNotNull : "null::text[]"} as not_null_constraint, nullif(a.attgenerated::text, '') as generated,
      case when a.atthasdef then (
        select pg_catalog.pg_get_expr(d.adbin, case a.attgenerated when '' then 0 else d.adrelid end) from pg_catalog.pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum
      ) end as expression,
      case when a.attidentity <> '' then (
        select array[a.attidentity::text, c.relname::text, s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcache::text, s.seqcycle::text, pg_catalog.format_type(s.seqtypid, null)]
        from pg_catalog.pg_depend d
        join pg_catalog.pg_sequence s on s.seqrelid = d.objid
        join pg_catalog.pg_class c on c.oid = d.objid
        where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
          and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objsubid = 0 and d.deptype = 'i'
      ) end as identity,
      a.attcollation::int4 as collation_id, a.attcollation <> y.typcollation as has_own_collation,${attributesColumn} as attributes
    from ${modelledTables} t
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type y on y.oid = a.atttypid
    order by a.attrelid, a.attnum`,
  learn: ({ table, number, name, type_id: type, collation_id: collation }, names) =>
    void tableOf(names, table).columns.set(number, { name, type, collation }),
  decode: (row, names) => {
    const { schema, name: table } = tableOf(names, row.table);
    const { name, type, generated, identity } = row;
    const expression = row.expression === null ? undefined : printedExpression(row.expression);
    const collation = row.has_own_collation ? names.collations.get(row.collation_id) : undefined;
    return [
      {
        kind: "column",
        schema,
        table,
        name,
        type,
        ...(row.not_null ? { notNull: true } : {}),
        ...decodeNotNull(table, name, row.not_null_constraint),
        ...(expression === undefined || generated !== null ? {} : { default: expression }),
        ...(identity === null ? {} : { identity: identityOf(identity, table, name, type) }),
        ...(expression === undefined || generated === null
          ? {}
          : { generated: { expression, as: generated === "v" ? "virtual" : "stored" } }),
        ...(collation === undefined ? {} : { collation }),
        ...decodeAttributes(row.attributes),
      },
    ];
  },
};

function decodeNotNull(table: string, column: string, row: readonly string[] | null): Pick<Column, "notNullConstraint"> {
  const [name = "", noInherit, valid] = row ?? [];
  const said =
    row === null
      ? undefined
      : notNullConstraint(table, column, {
          name,
          ...(noInherit === "true" ? { noInherit: true } : {}),
          ...(valid === "false" ? { notValid: true } : {}),
        });
  return said === undefined ? {} : { notNullConstraint: said };
}

function identityOf(row: readonly string[], table: string, column: string, type: string): Identity {
  const [generation, sequence = "", start = "1", increment = "1", minValue = "1", maxValue = "1", cache = "1", cycle, dataType = type] =
    row;
  return {
    generation: generation === "a" ? "always" : "by default",
    ...(sequence === identitySequenceName(table, column) ? {} : { sequence }),
    ...(dataType === type ? {} : { dataType }),
    ...withoutDefaultOptions({ start, increment, minValue, maxValue, cache, ...(cycle === "true" ? { cycle: true } : {}) }, dataType),
  };
}
