import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import type { PublishedSchema } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly publication: string;
}

export const publishedSchemaCatalog: CatalogQuery<Row, PublishedSchema> = {
  exists: () => [anyRow("pg_publication_namespace")],
  text: () => `
    select n.nspname::text as schema, p.pubname::text as publication
    from pg_catalog.pg_publication_namespace o join pg_catalog.pg_publication p on p.oid = o.pnpubid
      join pg_catalog.pg_namespace n on n.oid = o.pnnspid
    where ${userSchema("n")} and ${notOfExtension("p.oid", "pg_catalog.pg_publication")}
    order by n.nspname collate "C", p.pubname collate "C"`,
  decode: ({ schema, publication }) => [{ kind: "publishedSchema", schema, name: publication }],
};
