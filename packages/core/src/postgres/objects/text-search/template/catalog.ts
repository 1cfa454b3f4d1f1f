import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { functionIn, functionJson } from "../functions.ts";
import type { TextSearchTemplate } from "./model.ts";

/** Of functions, JSON: schema and name. */
interface Row {
  readonly schema: string;
  readonly name: string;
  /** Null: there is none. */
  readonly init: string | null;
  readonly lexize: string;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_ts_template")}`;

export const textSearchTemplateCatalog: CatalogQuery<Row, TextSearchTemplate> = {
  exists: () => [userRows("pg_ts_template")],
  text: () => `
    select n.nspname::text as schema, o.tmplname::text as name, ${functionJson("o.tmplinit")} as init, ${functionJson("o.tmpllexize")} as lexize
    from pg_catalog.pg_ts_template o join pg_catalog.pg_namespace n on n.oid = o.tmplnamespace
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.tmplname collate "C"`,
  places: {
    textSearchTemplate: {
      catalog: "pg_ts_template",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.tmplnamespace",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.tmplname",
    },
  },
  decode: ({ schema, name, init, lexize }) => [
    {
      kind: "textSearchTemplate",
      schema,
      name,
      ...(init === null ? {} : { init: functionIn(init) }),
      lexize: functionIn(lexize),
    },
  ],
};
