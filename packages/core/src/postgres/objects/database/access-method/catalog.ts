import { firstUserOid, notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { AccessMethod } from "./model.ts";

interface Row {
  readonly name: string;
  readonly type: "table" | "index";
  readonly handler_schema: string;
  readonly handler: string;
}

const isOfUser = `o.oid >= ${firstUserOid} and ${notOfExtension("o.oid", "pg_catalog.pg_am")}`;

export const accessMethodCatalog: CatalogQuery<Row, AccessMethod> = {
  exists: () => [userRows("pg_am")],
  text: () => `
    select o.amname::text as name, case o.amtype when 't' then 'table' else 'index' end as type,
      n.nspname::text as handler_schema, h.proname::text as handler
    from pg_catalog.pg_am o join pg_catalog.pg_proc h on h.oid = o.amhandler join pg_catalog.pg_namespace n on n.oid = h.pronamespace
    where ${isOfUser}
    order by o.amname collate "C"`,
  places: { accessMethod: { catalog: "pg_am", where: isOfUser, name: "o.amname" } },
  decode: ({ name, type, handler_schema, handler }) => [
    { kind: "accessMethod", name, type, handler: { schema: handler_schema, name: handler } },
  ],
};
