import { tablesRead, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { firingOf } from "../../firing.ts";
import type { PartitionTrigger } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly state: string;
  /** JSON: schema and name of each table above. */
  readonly above: string;
}

/** Without those by which PostgreSQL does foreign keys. */
const ofUsers = "not exists (select from pg_catalog.pg_constraint k where k.oid = g.tgconstraint and k.contype = 'f')";

export const partitionTriggerCatalog: CatalogQuery<Row, PartitionTrigger> = {
  exists: () => [userRows("pg_trigger", "o.tgparentid <> 0")],
  text: () => `
    select t.schema, t.name as "table", g.tgname::text as name, g.tgenabled::text as state, (
        with recursive up as (
          select w.tgrelid, w.tgparentid, 1 as level from pg_catalog.pg_trigger w where w.oid = g.tgparentid
          union all select w.tgrelid, w.tgparentid, up.level + 1 from up join pg_catalog.pg_trigger w on w.oid = up.tgparentid
        )
        select pg_catalog.json_agg(pg_catalog.json_build_array(n.nspname, c.relname) order by up.level)::text
        from up join pg_catalog.pg_class c on c.oid = up.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      ) as above
    from pg_catalog.pg_trigger g join pg_catalog.pg_trigger p on p.oid = g.tgparentid join ${tablesRead} t on t.oid = g.tgrelid
    where g.tgenabled <> p.tgenabled and ${ofUsers}
    order by t.schema collate "C", t.name collate "C", g.tgname collate "C"`,
  decode: ({ schema, table, name, state, above }) => [
    {
      kind: "partitionTrigger",
      schema,
      table,
      name,
      state: firingOf(state).state ?? "enabled",
      above: (JSON.parse(above) as readonly [string, string][]).map(([at, of]) => ({ schema: at, table: of })), // as the query makes it
    },
  ],
};
