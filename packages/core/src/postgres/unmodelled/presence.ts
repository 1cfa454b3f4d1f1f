import { catalogs } from "../objects/index.ts";
import { attributeParts } from "./attributes.ts";
import { objectParts } from "./objects.ts";
import { usualOwners } from "./source.ts";

/** Catalog queries of what only some databases have. The key is their place in the list. */
export const catalogParts = catalogs.flatMap((catalog, at) =>
  catalog.exists === undefined ? [] : [{ key: `catalog ${at}`, exists: catalog.exists(catalogs), catalog }],
);

/**
 * Which parts a database has. Most have few of them, and planning a query over all takes the server longer than all other queries of a
 * small database together.
 */
export const presenceQuery = (version: number): string => `
  with ${usualOwners}
  select array_remove(array[${[...objectParts(version), ...attributeParts, ...catalogParts].map(({ key, exists }) => `\n    case when ${exists} then '${key}' end`).join(",")}], null) as present`;

/** The keys in the row of that query. */
export function presentIn(rows: readonly object[]): ReadonlySet<string> {
  const [row] = rows as readonly { readonly present: readonly string[] }[]; // as the query names it
  return new Set(row?.present);
}
