import { fromPlace, placesOf, quotedName, type PlaceAccess, type PlaceOwner, type WordPlace } from "../catalog-place.ts";
import { catalogs } from "../objects/index.ts";
import { placeOf } from "../places.ts";
import { isOtherOwner, isSetByHand, rightsExist, usersAt } from "../rights.ts";

// Owners and privileges of what kinds model, from what the kinds say of their place in the catalogs.

type Owned = WordPlace & { readonly role: string; readonly owner: PlaceOwner };
type Granted = WordPlace & { readonly access: PlaceAccess };

const places = placesOf(catalogs);
const owned = places.filter((place): place is Owned => place.owner !== undefined && place.role !== undefined);
export const granted = places.filter((place): place is Granted => place.access !== undefined);

/** Owners other than the usual. */
export const owners = owned
  .map((place) => {
    const { owner, role } = place;
    const where = [...(owner.where === undefined ? [] : [owner.where]), isOtherOwner(role)];
    const name = quotedName(place);
    return `
  select 'owner', 'of ${owner.words} ' || ${name}, format('alter ${owner.words} %s owner to %I', ${name}, pg_get_userbyid(${role})),
    ${placeOf(place)}
  ${fromPlace(place, { lateral: "r", conditions: where })}`;
  })
  .join("\n  union all");

export const ownersExist = owned.map((place) => usersAt(place, isOtherOwner(place.role)));

/** A grantee as GRANT takes it. */
export const granteeName = (role: string): string => `case ${role} when 0 then 'public' else quote_ident(pg_get_userbyid(${role})) end`;

/** What GRANT takes after ON. */
export const grantedOn = (place: Granted): string =>
  place.access.words === "table" ? quotedName(place) : `'${place.access.words} ' || ${quotedName(place)}`;

/** What others than the owner have granted: only they could do it again. */
const grantsOfOthers = ({ role = "0", access: { acl } }: Granted): string => `(
    select string_agg(format('%s to %s by %s', g.privilege_type, ${granteeName("g.grantee")}, pg_get_userbyid(g.grantor)), ', '
      order by g.privilege_type, g.grantee, g.grantor)
    from aclexplode(${acl}) g where g.grantor <> ${role})`;

/** What an owner has left who is not the one that asks, where that is not all. */
const leftToOwner = ({ role = "0", access: { acl, letter } }: Granted): string => `(
    select 'owner: ' || coalesce(string_agg(p.privilege_type, ', ' order by p.privilege_type), 'none')
    from aclexplode(${acl}) p where p.grantee = ${role}
    having pg_get_userbyid(${role}) <> current_user and count(*) < (select count(*) from aclexplode(acldefault('${letter}', ${role})) h
      where h.grantee = ${role}))`;

function privileges(place: Granted): string {
  const on = grantedOn(place);
  const label = place.column === undefined ? on : `'column ' || format('%I.%I.%I', ${place.schema}, ${place.table}, ${place.name})`;
  return `
  select * from (select 'grants', 'on ' || ${label}, nullif(concat_ws(E'\\n', ${grantsOfOthers(place)}, ${leftToOwner(place)}), '') as sql,
    ${placeOf(place)}
  ${fromPlace(place, { conditions: [isSetByHand(place.access)] })}) g where g.sql is not null`;
}

/** What the kind of privileges leaves. */
export const otherPrivileges = granted.map(privileges).join("\n  union all");

export const privilegesExist = rightsExist(granted);
