import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Comment } from "../../metadata/comment/model.ts";
import { typePlace } from "../place.ts";
import type { Attribute, CompositeType } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  /** JSON: a list of attributes. Null: it has none. */
  readonly attributes: string | null;
}

type AttributeRow = readonly [name: string, type: string, collation: string | null, comment: string | null];

const collation = `(
          select case when m.nspname = 'pg_catalog' then '' else pg_catalog.quote_ident(m.nspname) || '.' end
            || pg_catalog.quote_ident(l.collname)
          from pg_catalog.pg_collation l join pg_catalog.pg_namespace m on m.oid = l.collnamespace
          where l.oid = a.attcollation and a.attcollation <> y.typcollation)`;

/** Not the types that tables and views bring along. */
export const compositeTypeCatalog: CatalogQuery<Row, CompositeType | Comment> = {
  exists: () => [userRows("pg_class", "o.relkind = 'c'")],
  text: () => `
    select n.nspname::text as schema, t.typname::text as name, (
        select pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), ${collation},
          pg_catalog.col_description(c.oid, a.attnum)) order by a.attnum)
        from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text as attributes
    from pg_catalog.pg_class c join pg_catalog.pg_type t on t.typrelid = c.oid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'c' and ${userSchema("n")} and ${notOfExtension("t.oid", "pg_catalog.pg_type")}
    order by n.nspname collate "C", t.typname collate "C"`,
  places: {
    compositeType: typePlace("o.typtype = 'c' and o.typrelid in (select k.oid from pg_catalog.pg_class k where k.relkind = 'c')"),
  },
  decode: ({ schema, name, attributes }) => {
    const rows = attributes === null ? [] : (JSON.parse(attributes) as readonly AttributeRow[]); // as the query writes them
    return [
      { kind: "compositeType", schema, name, attributes: rows.map(attributeOf) },
      ...rows.flatMap(([attribute, , , said]) => commentOf({ of: "column", schema, table: name, name: attribute }, said)),
    ];
  },
};

const attributeOf = ([name, type, own]: AttributeRow): Attribute => ({ name, type, ...(own === null ? {} : { collation: own }) });

const commentOf = (on: Omit<Comment, "kind" | "text">, text: string | null): readonly Comment[] =>
  text === null ? [] : [{ kind: "comment", ...on, text }];
