import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import type { NamedSchema } from "./model.ts";

interface Row {
  readonly name: string;
}

export const schemaCatalog: CatalogQuery<Row, NamedSchema> = {
  text: () => `
    select n.nspname::text as name from pg_catalog.pg_namespace n
    where ${userSchema("n")} and ${notOfExtension("n.oid", "pg_catalog.pg_namespace")}
    order by 1`,
  decode: ({ name }) => [{ kind: "schema", name }],
};
