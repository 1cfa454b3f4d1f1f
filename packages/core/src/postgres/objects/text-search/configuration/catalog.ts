import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { TextSearchConfiguration } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly parser_schema: string;
  readonly parser_name: string;
  /** JSON: a token and the schema and name of each of its dictionaries. Null: there are none. */
  readonly mappings: string | null;
}

type MappingRow = readonly [token: string, dictionaries: readonly (readonly [schema: string, name: string])[]];

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_ts_config")}`;

export const textSearchConfigurationCatalog: CatalogQuery<Row, TextSearchConfiguration> = {
  exists: () => [userRows("pg_ts_config")],
  text: () => `
    select n.nspname::text as schema, o.cfgname::text as name, pn.nspname::text as parser_schema, p.prsname::text as parser_name, (
        select pg_catalog.json_agg(pg_catalog.json_build_array(k.alias, m.dictionaries) order by k.alias)
        from (
          select m.maptokentype,
            pg_catalog.json_agg(pg_catalog.json_build_array(dn.nspname, d.dictname) order by m.mapseqno) as dictionaries
          from pg_catalog.pg_ts_config_map m join pg_catalog.pg_ts_dict d on d.oid = m.mapdict
            join pg_catalog.pg_namespace dn on dn.oid = d.dictnamespace
          where m.mapcfg = o.oid group by m.maptokentype
        ) m join lateral pg_catalog.ts_token_type(o.cfgparser) k on k.tokid = m.maptokentype
      )::text as mappings
    from pg_catalog.pg_ts_config o join pg_catalog.pg_namespace n on n.oid = o.cfgnamespace
      join pg_catalog.pg_ts_parser p on p.oid = o.cfgparser join pg_catalog.pg_namespace pn on pn.oid = p.prsnamespace
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.cfgname collate "C"`,
  places: {
    textSearchConfiguration: {
      catalog: "pg_ts_config",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.cfgnamespace",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.cfgname",
      usedInTexts: true,
      role: "o.cfgowner",
      owner: { words: "text search configuration" },
    },
  },
  decode: ({ schema, name, parser_schema, parser_name, mappings }) => [
    {
      kind: "textSearchConfiguration",
      schema,
      name,
      ...(parser_schema === "pg_catalog" && parser_name === "default" ? {} : { parser: { schema: parser_schema, name: parser_name } }),
      ...(mappings === null
        ? {}
        : {
            mappings: (JSON.parse(mappings) as readonly MappingRow[]).map(([token, dictionaries]) => ({
              token,
              dictionaries: dictionaries.map(([at, own]) => ({ schema: at, name: own })),
            })), // as the query writes them
          }),
    },
  ],
};
