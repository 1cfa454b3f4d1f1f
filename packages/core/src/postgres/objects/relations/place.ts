import type { CatalogPlace } from "../../catalog-place.ts";

/** Modelled relations of these sorts, as pg_class has them. `words`: what ALTER ... OWNER TO calls them. */
export const relationPlace = (relkinds: readonly string[], words: string): CatalogPlace => ({
  catalog: "pg_class",
  is: `o.relkind in (${relkinds.map((relkind) => `'${relkind}'`).join(", ")})`,
  join: "join t on t.oid = o.oid",
  schema: "t.schema",
  name: "t.name",
  role: "o.relowner",
  owner: { words },
  access: { acl: "o.relacl", letter: "r", words: "table" },
});

/** What is a part of a modelled table or view, whose number is in this column. */
export const inRelation = (relation: string): Pick<CatalogPlace, "join" | "schema" | "table"> => ({
  join: `join t on t.oid = ${relation}`,
  schema: "t.schema",
  table: "t.name",
});
