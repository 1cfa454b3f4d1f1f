import type { CatalogPlace } from "../../catalog-place.ts";
import { notOfExtension, userSchema } from "../../catalog-query.ts";

/** The user's types that `is` lets through. ALTER TYPE and GRANT ON TYPE take those of all sorts. */
export const typePlace = (is: string): CatalogPlace => ({
  catalog: "pg_type",
  is,
  join: "join pg_catalog.pg_namespace n on n.oid = o.typnamespace",
  where: `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_type")}`,
  schema: "n.nspname",
  name: "o.typname",
  role: "o.typowner",
  owner: { words: "type" },
  access: { acl: "o.typacl", letter: "T", words: "type" },
});
