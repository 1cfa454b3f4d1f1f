import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { TextSearchDictionary } from "./model.ts";
import { readOptions } from "./options.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly template_schema: string;
  readonly template_name: string;
  readonly options: string | null;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_ts_dict")}`;

export const textSearchDictionaryCatalog: CatalogQuery<Row, TextSearchDictionary> = {
  exists: () => [userRows("pg_ts_dict")],
  text: () => `
    select n.nspname::text as schema, o.dictname::text as name, tn.nspname::text as template_schema, t.tmplname::text as template_name,
      o.dictinitoption as options
    from pg_catalog.pg_ts_dict o join pg_catalog.pg_namespace n on n.oid = o.dictnamespace
      join pg_catalog.pg_ts_template t on t.oid = o.dicttemplate join pg_catalog.pg_namespace tn on tn.oid = t.tmplnamespace
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.dictname collate "C"`,
  places: {
    textSearchDictionary: {
      catalog: "pg_ts_dict",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.dictnamespace",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.dictname",
      usedInTexts: true,
      role: "o.dictowner",
      owner: { words: "text search dictionary" },
    },
  },
  decode: ({ schema, name, template_schema, template_name, options }) => {
    const given = readOptions(options);
    return [
      {
        kind: "textSearchDictionary",
        schema,
        name,
        template: { schema: template_schema, name: template_name },
        ...(Object.keys(given).length === 0 ? {} : { options: given }),
      },
    ];
  },
};
