import { indexedRead, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import type { ClusteredIndex } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly index: string;
}

export const clusteredIndexCatalog: CatalogQuery<Row, ClusteredIndex> = {
  exists: () => [{ ...anyRow("pg_index"), where: "o.indisclustered" }],
  text: () => `
    select t.schema, t.name, x.relname::text as index
    from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid join ${indexedRead} t on t.oid = i.indrelid
    where i.indisclustered
    order by t.schema collate "C", t.name collate "C"`,
  decode: ({ schema, name, index }) => [{ kind: "clusteredIndex", schema, name, index }],
};
