import { oidOf, rowsOf, type CatalogPlace, type PlaceAccess } from "./catalog-place.ts";
import { firstUserOid, type Presence } from "./catalog-query.ts";

/** SQL that is true where the rights on an object are not those from the start: somebody granted or revoked some. */
export const isSetByHand = ({ acl, usual }: PlaceAccess): string =>
  usual === undefined ? `${acl} is not null` : `${acl} is distinct from ${usual}`;

/** Where some are. What has other rights from the start may be the system's by its number: a schema. */
export const rightsExist = (places: readonly CatalogPlace[]): readonly Presence[] =>
  places.flatMap((place) => {
    const { access, is } = place;
    if (access === undefined) return [];
    if (access.usual === undefined) return [usersAt(place, isSetByHand(access))];
    return [{ from: rowsOf(place), where: [...(is === undefined ? [] : [is]), isSetByHand(access)].join(" and ") }];
  });

/** Rows of a place that are the user's. */
export const usersAt = (place: CatalogPlace, where: string): Presence => ({
  from: `${rowsOf(place)} where ${oidOf(place)} >= ${firstUserOid}`,
  where,
});

/**
 * Who is connected and who owns the database, as the one row of `r`: owners like these differ from machine to machine, and are not
 * compared.
 */
export const usualOwners = `r as materialized (
    select array(select u.oid from pg_catalog.pg_roles u where u.rolname = current_user)
      || array(select d.datdba from pg_catalog.pg_database d where d.datname = current_database()) as oids
  )`;

/** SQL that is true for another owner than these. `r` is in the FROM of the query or of one around it. */
export const isOtherOwner = (role: string): string => `${role} <> all (r.oids)`;
