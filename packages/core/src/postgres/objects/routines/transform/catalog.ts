import { firstUserOid, notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Transform } from "./model.ts";
import { transformName } from "./names.ts";

interface Row {
  readonly type: string;
  readonly language: string;
  /** JSON: schema and name. Null: there is none. */
  readonly from_sql: string | null;
  readonly to_sql: string | null;
}

const ofUsers = `o.oid >= ${firstUserOid} and ${notOfExtension("o.oid", "pg_catalog.pg_transform")}`;

const named = (oid: string): string => `(
        select pg_catalog.json_build_array(s.nspname, p.proname) from pg_catalog.pg_proc p
          join pg_catalog.pg_namespace s on s.oid = p.pronamespace where p.oid = ${oid}::pg_catalog.oid)::text`;

const type = "pg_catalog.format_type(o.trftype, null)";

export const transformCatalog: CatalogQuery<Row, Transform> = {
  exists: () => [userRows("pg_transform")],
  text: () => `
    select ${type} as type, l.lanname::text as language, ${named("o.trffromsql")} as from_sql, ${named("o.trftosql")} as to_sql
    from pg_catalog.pg_transform o join pg_catalog.pg_language l on l.oid = o.trflang
    where ${ofUsers}
    order by ${type} collate "C", l.lanname collate "C"`,
  places: {
    transform: {
      catalog: "pg_transform",
      join: "join pg_catalog.pg_language l on l.oid = o.trflang",
      where: ofUsers,
      usedInTexts: true,
      name: `${type} || ' LANGUAGE ' || pg_catalog.quote_ident(l.lanname)`,
    },
  },
  decode: ({ type: of, language, from_sql, to_sql }) => [
    {
      kind: "transform",
      name: transformName({ type: of, language }),
      type: of,
      language,
      ...(from_sql === null ? {} : { fromSql: nameIn(from_sql) }),
      ...(to_sql === null ? {} : { toSql: nameIn(to_sql) }),
    },
  ],
};

function nameIn(text: string): NonNullable<Transform["fromSql"]> {
  const [schema, name] = JSON.parse(text) as readonly [string, string]; // as the query writes it
  return { schema, name };
}
