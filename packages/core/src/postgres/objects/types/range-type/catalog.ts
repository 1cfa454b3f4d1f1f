import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Comment } from "../../metadata/comment/model.ts";
import { typePlace } from "../place.ts";
import type { RangeType } from "./model.ts";
import { hasUsualMultirange } from "./multirange.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly subtype: string;
  readonly operator_class: string | null;
  readonly collation: string | null;
  readonly subtype_diff: string | null;
  readonly canonical: string | null;
  readonly multirange_schema: string;
  readonly multirange: string;
  readonly multirange_comment: string | null;
}

/** A name of a catalog row, qualified outside pg_catalog. */
const named = (catalog: string, prefix: string, where: string): string => `(
        select case when s.nspname = 'pg_catalog' then '' else pg_catalog.quote_ident(s.nspname) || '.' end
          || pg_catalog.quote_ident(x.${prefix}name)
        from pg_catalog.${catalog} x join pg_catalog.pg_namespace s on s.oid = x.${prefix}namespace where ${where})`;

export const rangeTypeCatalog: CatalogQuery<Row, RangeType | Comment> = {
  exists: () => [userRows("pg_type", "o.typtype = 'r'")],
  text: () => `
    select n.nspname::text as schema, t.typname::text as name, pg_catalog.format_type(r.rngsubtype, null) as subtype,
      ${named("pg_opclass", "opc", "x.oid = r.rngsubopc and not x.opcdefault")} as operator_class,
      ${named("pg_collation", "coll", "x.oid = r.rngcollation and r.rngcollation <> b.typcollation")} as collation,
      ${named("pg_proc", "pro", "x.oid = r.rngsubdiff::pg_catalog.oid")} as subtype_diff,
      ${named("pg_proc", "pro", "x.oid = r.rngcanonical::pg_catalog.oid")} as canonical,
      mn.nspname::text as multirange_schema, m.typname::text as multirange,
      pg_catalog.obj_description(m.oid, 'pg_type') as multirange_comment
    from pg_catalog.pg_range r join pg_catalog.pg_type t on t.oid = r.rngtypid join pg_catalog.pg_namespace n on n.oid = t.typnamespace
      join pg_catalog.pg_type b on b.oid = r.rngsubtype
      join pg_catalog.pg_type m on m.oid = r.rngmultitypid join pg_catalog.pg_namespace mn on mn.oid = m.typnamespace
    where ${userSchema("n")} and ${notOfExtension("t.oid", "pg_catalog.pg_type")}
    order by n.nspname collate "C", t.typname collate "C"`,
  places: {
    rangeType: typePlace("o.typtype = 'r'"),
  },
  decode: (row) => {
    const { schema, name, operator_class, collation, subtype_diff, canonical, multirange_comment } = row;
    const multirange = { schema: row.multirange_schema, name: row.multirange };
    const range: RangeType = {
      kind: "rangeType",
      schema,
      name,
      subtype: row.subtype,
      ...(operator_class === null ? {} : { operatorClass: operator_class }),
      ...(collation === null ? {} : { collation }),
      ...(subtype_diff === null ? {} : { subtypeDiff: subtype_diff }),
      ...(canonical === null ? {} : { canonical }),
      ...(hasUsualMultirange({ schema, name, multirange }) ? {} : { multirange }),
    };
    return [range, ...commentOf(multirange, multirange_comment)];
  },
};

const commentOf = (type: { readonly schema: string; readonly name: string }, text: string | null): readonly Comment[] =>
  text === null ? [] : [{ kind: "comment", of: "rangeType", ...type, text }];
