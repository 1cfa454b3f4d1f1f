import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Conversion } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly function_schema: string;
  readonly function: string;
  readonly is_default: boolean;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_conversion")}`;

export const conversionCatalog: CatalogQuery<Row, Conversion> = {
  exists: () => [userRows("pg_conversion")],
  text: () => `
    select n.nspname::text as schema, o.conname::text as name, pg_catalog.pg_encoding_to_char(o.conforencoding)::text as source,
      pg_catalog.pg_encoding_to_char(o.contoencoding)::text as target, fn.nspname::text as function_schema, p.proname::text as function,
      o.condefault as is_default
    from pg_catalog.pg_conversion o join pg_catalog.pg_namespace n on n.oid = o.connamespace
      join pg_catalog.pg_proc p on p.oid = o.conproc::pg_catalog.oid join pg_catalog.pg_namespace fn on fn.oid = p.pronamespace
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.conname collate "C"`,
  places: {
    conversion: {
      catalog: "pg_conversion",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.connamespace",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.conname",
      role: "o.conowner",
      owner: { words: "conversion" },
    },
  },
  decode: ({ schema, name, source, target, function_schema, function: does, is_default }) => [
    {
      kind: "conversion",
      schema,
      name,
      from: source,
      to: target,
      function: { schema: function_schema, name: does },
      ...(is_default ? { default: true } : {}),
    },
  ],
};
