import { attributesColumn, decodeAttributes, type AttributesRow } from "./attributes/catalog.ts";
import { modelledTables, type CatalogQuery } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { withoutDefaultOptions } from "../sequence/fragment.ts";
import type { Column, Identity } from "./model.ts";
import { identitySequenceName } from "./identity/sequence-name.ts";
import { notNullConstraint } from "./value/not-null.ts";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly not_null: boolean;
  /** Name, NO INHERIT, valid: of a NOT NULL constraint that is not just what NOT NULL makes, as far as the query can tell. */
  readonly not_null_constraint: readonly string[] | null;
  /** `s` stored, `v` virtual, empty: not generated. */
  readonly generated: string;
  /** Of the default or of the generated column. */
  readonly expression: string | null;
  /** Generation (`a` always, `d` by default), sequence, start, increment, bounds, cache, cycle, type of the sequence. */
  readonly identity: readonly string[] | null;
  readonly collation: string | null;
  readonly attributes: AttributesRow;
}

const joinNotNull = `
    left join pg_catalog.pg_constraint k on k.contype = 'n' and k.conrelid = a.attrelid and k.conkey[1] = a.attnum`;

const oddNotNull = `case when k.connoinherit or not k.convalidated or k.conname <> t.name || '_' || a.attname || '_not_null'
        then array[k.conname::text, k.connoinherit::text, k.convalidated::text] end`;

/**
 * Sub-selects where a join would do: few columns have an identity or a collation of their own, and a CASE asks only
 * for those. The NOT NULL constraints of PostgreSQL 18 are folded into the column.
 */
export const columnCatalog: CatalogQuery<Row, Column> = {
  text: (version) => `
    select t.schema, t.name as table, a.attname::text as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull as not_null, ${version >= 180000 ? oddNotNull : "null::text[]"} as not_null_constraint, a.attgenerated::text as generated,
      case when a.atthasdef then (
        select pg_catalog.pg_get_expr(d.adbin, d.adrelid) from pg_catalog.pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum
      ) end as expression,
      case when a.attidentity <> '' then (
        select array[a.attidentity::text, c.relname::text, s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcache::text, s.seqcycle::text, pg_catalog.format_type(s.seqtypid, null)]
        from pg_catalog.pg_depend d
        join pg_catalog.pg_sequence s on s.seqrelid = d.objid
        join pg_catalog.pg_class c on c.oid = d.objid
        where d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
          and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objsubid = 0 and d.deptype = 'i'
      ) end as identity,
      case when a.attcollation <> y.typcollation then (
        select case when n.nspname = 'pg_catalog' then '' else pg_catalog.quote_ident(n.nspname) || '.' end || pg_catalog.quote_ident(l.collname)
        from pg_catalog.pg_collation l join pg_catalog.pg_namespace n on n.oid = l.collnamespace where l.oid = a.attcollation
      ) end as collation,${attributesColumn} as attributes
    from ${modelledTables} t
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type y on y.oid = a.atttypid${version >= 180000 ? joinNotNull : ""}
    order by a.attrelid, a.attnum`,
  decode: ({ schema, table, name, type, not_null, not_null_constraint, generated, expression, identity, collation, attributes }) => [
    {
      kind: "column",
      schema,
      table,
      name,
      type,
      ...(not_null ? { notNull: true } : {}),
      ...decodeNotNull(table, name, not_null_constraint),
      ...(expression === null || generated !== "" ? {} : { default: printedExpression(expression) }),
      ...(identity === null ? {} : { identity: identityOf(identity, table, name, type) }),
      ...(expression === null || generated === ""
        ? {}
        : { generated: { expression: printedExpression(expression), as: generated === "v" ? "virtual" : "stored" } }),
      ...(collation === null ? {} : { collation }),
      ...decodeAttributes(attributes),
    },
  ],
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
