import { oidOf, rowsOf, type CatalogPlace, type PlaceAccess } from "./catalog-place.ts";
import { firstUserOid } from "./catalog-query.ts";

/** SQL that is true where the rights on an object are not those from the start: somebody granted or revoked some. */
export const isSetByHand = ({ acl, usual }: PlaceAccess): string =>
  usual === undefined ? `${acl} is not null` : `${acl} is distinct from ${usual}`;

/** SQL that is true where some are, quickly answered. What has other rights from the start may be the system's by its number: a schema. */
export const rightsExist = (places: readonly CatalogPlace[]): string =>
  existsIn(places, (place) =>
    place.access === undefined
      ? undefined
      : [place.access.usual === undefined ? `${oidOf(place)} >= ${firstUserOid}` : (place.is ?? "true"), isSetByHand(place.access)].join(
          " and ",
        ),
  );

/** Whether the catalogs have such rows, by themselves. */
export function existsIn<Place extends CatalogPlace>(places: readonly Place[], conditionOf: (place: Place) => string | undefined): string {
  const rows = places.flatMap((place) => {
    const condition = conditionOf(place);
    return condition === undefined ? [] : [`exists (select from ${rowsOf(place)} where ${condition})`];
  });
  return rows.length === 0 ? "false" : `(${[...new Set(rows)].join(" or ")})`;
}

/** Who is connected and who owns the database, as `r`: owners like these differ from machine to machine, and are not compared. */
export const usualOwners = `r as materialized (
    select u.oid from pg_catalog.pg_roles u where u.rolname = current_user union select d.datdba from pg_catalog.pg_database d where d.datname = current_database()
  )`;
