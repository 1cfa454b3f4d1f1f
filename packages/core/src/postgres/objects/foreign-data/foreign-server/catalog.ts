import { notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import { decodeOptions, optionsJson } from "../options.ts";
import type { ForeignServer } from "./model.ts";

interface Row {
  readonly name: string;
  readonly wrapper: string;
  readonly type: string | null;
  readonly version: string | null;
  /** JSON. */
  readonly options: string | null;
}

const isNotOfExtension = notOfExtension("o.oid", "pg_catalog.pg_foreign_server");

export const foreignServerCatalog: CatalogQuery<Row, ForeignServer> = {
  exists: () => [anyRow("pg_foreign_server")],
  text: () => `
    select o.srvname::text as name, w.fdwname::text as wrapper, o.srvtype::text as type, o.srvversion::text as version,
      ${optionsJson("o.srvoptions")} as options
    from pg_catalog.pg_foreign_server o join pg_catalog.pg_foreign_data_wrapper w on w.oid = o.srvfdw
    where ${isNotOfExtension}
    order by o.srvname collate "C"`,
  places: {
    foreignServer: {
      catalog: "pg_foreign_server",
      where: isNotOfExtension,
      name: "o.srvname",
      role: "o.srvowner",
      owner: { words: "server" },
      access: { acl: "o.srvacl", letter: "S", words: "foreign server" },
    },
  },
  decode: ({ name, wrapper, type, version, options }) => [
    {
      kind: "foreignServer",
      name,
      wrapper,
      ...(type === null ? {} : { type }),
      ...(version === null ? {} : { version }),
      ...decodeOptions(options),
    },
  ],
};
