import { indexedRead, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { ReplicaIdentity } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly identity: ReplicaIdentity["identity"];
  readonly index: string | null;
}

/** One by an index that was dropped calls rows by nothing. */
export const replicaIdentityCatalog: CatalogQuery<Row, ReplicaIdentity> = {
  exists: () => [userRows("pg_class", "o.relkind in ('r', 'p', 'm') and o.relreplident <> 'd'")],
  text: () => `
    select t.schema, t.name, case when c.relreplident = 'f' then 'full' when x.relname is null then 'nothing' else 'index' end as identity,
      x.relname::text as index
    from ${indexedRead} t join pg_catalog.pg_class c on c.oid = t.oid
      left join pg_catalog.pg_index i on i.indrelid = t.oid and i.indisreplident left join pg_catalog.pg_class x on x.oid = i.indexrelid
    where c.relreplident <> 'd' and t.relkind <> 'f'
    order by t.schema collate "C", t.name collate "C"`,
  decode: ({ schema, name, identity, index }) => [
    { kind: "replicaIdentity", schema, name, identity, ...(index === null ? {} : { index }) },
  ],
};
