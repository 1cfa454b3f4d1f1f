import { once } from "../../schema/remembering.ts";
import { placesOf } from "../catalog-place.ts";
import { relationsOnce, type CatalogQuery } from "../catalog-query.ts";
import { keysPresent } from "../presence.ts";
import { catalogs } from "../objects/index.ts";
import { attributeParts } from "./attributes.ts";
import { objectParts } from "./objects.ts";
import { usualOwners } from "../rights.ts";

/** Catalog queries of what only some databases have. The key is their place in the list. */
export const catalogParts = once(() => {
  const allByPlace = byPlace(catalogs);
  return catalogs.flatMap((catalog, at) => {
    const { exists } = catalog;
    if (exists === undefined) return [];
    const parts = catalog.isReadByPlace === true ? allByPlace : [catalogs];
    return parts.map((all, part) => ({
      key: `catalog ${at} ${part}`,
      exists: exists(all),
      text: (version: number): string => catalog.text(version, all),
      catalog,
    }));
  });
});

/** The queries of all kinds, for each system catalog that they have places in, with their places in that one. */
function byPlace(all: readonly CatalogQuery[]): readonly (readonly CatalogQuery[])[] {
  const names = [...new Set(placesOf(all).map(({ catalog }) => catalog))];
  const within = (one: CatalogQuery, name: string): CatalogQuery => ({
    ...one,
    places: Object.fromEntries(Object.entries(one.places ?? {}).filter(([, { catalog }]) => catalog === name)),
  });
  return names.map((name) => all.map((one) => within(one, name)));
}

/**
 * Which parts a database has. Most have few of them, and planning a query over all takes the server longer than all other queries of a
 * small database together.
 */
export const presenceQuery = (version: number): string => `
  with ${usualOwners}, ${relationsOnce}
  select array_remove(${keysPresent([...objectParts(version), ...attributeParts, ...catalogParts()])}, null) as present from r`;

/** The keys in the row of that query. */
export function presentIn(rows: readonly object[] = []): ReadonlySet<string> {
  const [row] = rows as readonly { readonly present: readonly string[] }[]; // as the query names it
  return new Set(row?.present.flatMap((keys) => keys.split(",")));
}
