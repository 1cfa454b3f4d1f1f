import { notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import { decodeOptions, optionsJson } from "../options.ts";
import type { ForeignDataWrapper } from "./model.ts";

interface Row {
  readonly name: string;
  readonly handler_schema: string | null;
  readonly handler: string | null;
  readonly validator_schema: string | null;
  readonly validator: string | null;
  /** JSON. */
  readonly options: string | null;
}

const isNotOfExtension = notOfExtension("o.oid", "pg_catalog.pg_foreign_data_wrapper");

export const foreignDataWrapperCatalog: CatalogQuery<Row, ForeignDataWrapper> = {
  exists: () => [anyRow("pg_foreign_data_wrapper")],
  text: () => `
    select o.fdwname::text as name, hn.nspname::text as handler_schema, h.proname::text as handler, vn.nspname::text as validator_schema,
      v.proname::text as validator, ${optionsJson("o.fdwoptions")} as options
    from pg_catalog.pg_foreign_data_wrapper o
      left join pg_catalog.pg_proc h on h.oid = o.fdwhandler left join pg_catalog.pg_namespace hn on hn.oid = h.pronamespace
      left join pg_catalog.pg_proc v on v.oid = o.fdwvalidator left join pg_catalog.pg_namespace vn on vn.oid = v.pronamespace
    where ${isNotOfExtension}
    order by o.fdwname collate "C"`,
  places: {
    foreignDataWrapper: {
      catalog: "pg_foreign_data_wrapper",
      where: isNotOfExtension,
      name: "o.fdwname",
      role: "o.fdwowner",
      owner: { words: "foreign data wrapper" },
      access: { acl: "o.fdwacl", letter: "F", words: "foreign data wrapper" },
    },
  },
  decode: ({ name, handler_schema, handler, validator_schema, validator, options }) => [
    {
      kind: "foreignDataWrapper",
      name,
      ...(handler_schema === null || handler === null ? {} : { handler: { schema: handler_schema, name: handler } }),
      ...(validator_schema === null || validator === null ? {} : { validator: { schema: validator_schema, name: validator } }),
      ...decodeOptions(options),
    },
  ],
};
