import type { CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import type { UserMapping } from "./model.ts";

interface Row {
  readonly server: string;
  readonly role: string;
  readonly options: readonly string[] | null;
  readonly is_read: boolean;
}

/** The condition on which `pg_user_mappings` shows the options, as it stands in that view. */
const isRead = `(o.umuser <> 0 and o.usename = current_user
        and (pg_catalog.pg_has_role(s.srvowner, 'USAGE') or pg_catalog.has_server_privilege(s.oid, 'USAGE'))
      or o.umuser = 0 and pg_catalog.pg_has_role(s.srvowner, 'USAGE')
      or (select r.rolsuper from pg_catalog.pg_roles r where r.rolname = current_user))`;

/** Only the names of options are asked for, and the table `pg_user_mapping` can only be read by superusers. */
export const userMappingCatalog: CatalogQuery<Row, UserMapping> = {
  exists: () => [anyRow("pg_foreign_server")],
  text: () => `
    select o.srvname::text as server, case when o.usename = current_user then 'current_user' else o.usename end::text as role,
      ${isRead} as is_read, (
        select array_agg(x.option_name) from pg_catalog.pg_options_to_table(o.umoptions) x
      )::text[] as options
    from pg_catalog.pg_user_mappings o join pg_catalog.pg_foreign_server s on s.oid = o.srvid
    order by o.srvname collate "C", o.usename collate "C"`,
  decode: ({ server, role, options, is_read }) => [
    {
      kind: "userMapping",
      name: server,
      role,
      ...(options === null ? {} : { options: Object.fromEntries(options.map((name) => [name, ""])) }),
      ...(is_read ? {} : { areUnread: true }),
    },
  ],
};
