import {
  fromPlace,
  oidOf,
  placesOf,
  quotedName,
  rowsOf,
  type CatalogPlace,
  type PlaceAccess,
  type PlaceOwner,
  type WordPlace,
} from "../catalog-place.ts";
import { catalogs } from "../objects/index.ts";
import { firstUserOid, placeOf } from "../places.ts";

// Owners and privileges of what kinds model, from what the kinds say of their place in the catalogs.

type Owned = WordPlace & { readonly role: string; readonly owner: PlaceOwner };
type Granted = WordPlace & { readonly access: PlaceAccess };

const places = placesOf(catalogs);
const owned = places.filter((place): place is Owned => place.owner !== undefined && place.role !== undefined);
export const granted = places.filter((place): place is Granted => place.access !== undefined);

const isOddOwner = (role: string): string => `${role} not in (select r.oid from r)`;

/** Owners other than the usual. */
export const owners = owned
  .map((place) => {
    const { owner, role } = place;
    const where = [...(owner.where === undefined ? [] : [owner.where]), isOddOwner(role)];
    const name = quotedName(place);
    return `
  select 'owner', 'of ${owner.words} ' || ${name}, format('alter ${owner.words} %s owner to %I', ${name}, pg_get_userbyid(${role})), ${placeOf(place)}
  ${fromPlace(place, { conditions: where })}`;
  })
  .join("\n  union all");

/** Quickly answered: without what `join` adds. */
const exists = <At extends CatalogPlace>(of: readonly At[], conditionOf: (place: At) => string): string =>
  `(${[...new Set(of.map((place) => `exists (select from ${rowsOf(place)} where ${conditionOf(place)})`))].join(" or ")})`;

export const ownersExist = exists(owned, (place) => `${oidOf(place)} >= ${firstUserOid} and ${isOddOwner(place.role)}`);

/** A grantee as GRANT takes it. */
export const granteeName = (role: string): string => `case ${role} when 0 then 'public' else quote_ident(pg_get_userbyid(${role})) end`;

/** What GRANT takes after ON. */
export const grantedOn = (place: Granted): string =>
  place.access.words === "table" ? quotedName(place) : `'${place.access.words} ' || ${quotedName(place)}`;

const oddAcl = ({ acl, usual }: PlaceAccess): string => (usual === undefined ? `${acl} is not null` : `${acl} is distinct from ${usual}`);

/** Grants to others than the owner, a statement each. */
const grants = ({ role, column, name, access: { acl } }: Granted, on: string): string => `(
    select string_agg(format('grant %s on %s to %s%s', g.privileges, ${on}, g.grantee, case when g.is_grantable then ' with grant option' else '' end), E';\\n' order by g.grantee, g.is_grantable)
    from (
      select ${granteeName("p.grantee")} as grantee, p.is_grantable, string_agg(p.privilege_type${column === undefined ? "" : ` || ' (' || quote_ident(${name}) || ')'`}, ', ' order by p.privilege_type) as privileges
      from aclexplode(${acl}) p ${role === undefined ? "" : `where p.grantee <> ${role}`} group by 1, 2
    ) g)`;

/** What everybody has of such an object, and not of this one. */
const deniedToPublic = ({ role, access: { acl, letter } }: Granted, on: string): string => `(
    select format('revoke %s on %s from public', string_agg(p.privilege_type, ', ' order by p.privilege_type), ${on})
    from aclexplode(acldefault('${letter}', ${role})) p
    where p.grantee = 0 and not exists (select from aclexplode(${acl}) h where h.grantee = 0 and h.privilege_type = p.privilege_type) having count(*) > 0)`;

/** What the owner has left, where that is not all. */
const leftToOwner = ({ role, access: { acl, letter } }: Granted, on: string): string => `(
    select concat_ws(E';\\n', format('revoke all on %s from current_user', ${on}), 'grant ' || string_agg(p.privilege_type, ', ' order by p.privilege_type) || format(' on %s to current_user', ${on}))
    from aclexplode(${acl}) p where p.grantee = ${role} having count(*) < (select count(*) from aclexplode(acldefault('${letter}', ${role})) h where h.grantee = ${role}))`;

function privileges(place: Granted): string {
  const { access, role } = place;
  const on = grantedOn(place);
  const label = place.column === undefined ? on : `'column ' || format('%I.%I.%I', ${place.schema}, ${place.table}, ${place.name})`;
  const statements = [
    ...(role === undefined ? [] : [deniedToPublic(place, on)]),
    grants(place, on),
    ...(role === undefined ? [] : [leftToOwner(place, on)]),
  ];
  return `
  select * from (select 'grants', 'on ' || ${label}, nullif(concat_ws(E';\\n', ${statements.join(", ")}), '') as sql, ${placeOf(place)}
  ${fromPlace(place, { conditions: [oddAcl(access)] })}) g where g.sql is not null`;
}

export const allPrivileges = granted.map(privileges).join("\n  union all");

/** What has rights from the start is the system's also where it has a low number: a schema. */
export const privilegesExist = exists(granted, (place) =>
  [place.access.usual === undefined ? `${oidOf(place)} >= ${firstUserOid}` : (place.is ?? "true"), oddAcl(place.access)].join(" and "),
);
