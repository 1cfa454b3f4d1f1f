import { userSchema, type CatalogQuery } from "../../catalog-query.ts";
import type { Extension } from "./model.ts";

interface Row {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
}

/** Those in a schema of the system's, such as plpgsql, come with the server and are left out. */
export const extensionCatalog: CatalogQuery<Row, Extension> = {
  text: () => `
    select e.extname::text as name, n.nspname::text as schema, e.extversion as version
    from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where ${userSchema("n")}
    order by 1`,
  decode: ({ name, schema, version }) => [{ kind: "extension", name, installedIn: schema, version }],
};
