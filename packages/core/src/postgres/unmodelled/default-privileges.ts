import { fromPlace } from "../catalog-place.ts";
import { placeOf } from "../places.ts";
import { granted, grantedOn, granteeName } from "./access.ts";

const isSame = "had.grantee = given.grantee and had.privilege_type = given.privilege_type";

/** `byDefault`: the letter of the sort of object in pg_default_acl. */
function undoing(place: (typeof granted)[number], byDefault: string): string {
  const {
    role = "",
    access: { acl, letter },
  } = place;
  const schema = place.schema === undefined ? "0" : `(select s.oid from pg_catalog.pg_namespace s where s.nspname = ${place.schema})`;
  const rights = `aclexplode(coalesce(o.acl, acldefault('${letter}', o.owner)))`;
  const tooMuch = `
    select ${granteeName("given.grantee")} as name, given.privilege_type as privilege, had.grantee is not null as keeps
    from pg_catalog.pg_default_acl d cross join aclexplode(d.defaclacl) given left join ${rights} had on ${isSame}
    where d.defaclobjtype = '${byDefault}' and d.defaclnamespace in (0, o.schema) and given.grantee not in (d.defaclrole, o.owner)
      and (had.grantee is null or given.is_grantable and not had.is_grantable)
    group by 1, 2, 3`;
  const tooLittle = `
    select case had.grantee when o.owner then 'current_user' else 'public' end as name,
      string_agg(had.privilege_type, ', ' order by had.privilege_type) as privileges
    from pg_catalog.pg_default_acl d, ${rights} had
    where d.defaclobjtype = '${byDefault}' and d.defaclnamespace = 0 and d.defaclrole = o.owner and had.grantee in (0, o.owner)
      and exists (select from aclexplode(acldefault('${letter}', o.owner)) usual where usual.grantee = had.grantee and usual.privilege_type = had.privilege_type)
      and not exists (select from aclexplode(d.defaclacl) given where ${isSame})
    group by 1`;
  return `
  select 'default privileges', 'on ' || o.on_what, u.sql, o.place
  from (
    select ${schema} as schema, ${role} as owner, ${acl} as acl, ${grantedOn(place)} as on_what, ${placeOf(place)} as place ${fromPlace(place)}
  ) o, lateral (select nullif(concat_ws(E';\\n',
    (select string_agg(format('revoke %s%s on %s from %s', case when x.keeps then 'grant option for ' else '' end, x.privilege, o.on_what, x.name), E';\\n'
      order by x.name, x.privilege) from (${tooMuch}) x),
    (select string_agg(format('grant %s on %s to %s', x.privileges, o.on_what, x.name), E';\\n' order by x.name) from (${tooLittle}) x)
  ), '') as sql) u
  where (select exists (select from pg_catalog.pg_default_acl)) and u.sql is not null`;
}

/**
 * What default privileges would give or deny an object that is made again, though this one has it otherwise: SQL that
 * undoes that. It is a part of the way back only; what two databases differ in are the default privileges themselves. Rights that are
 * more than an object has from the start, or less, are an object of their own and come back as that.
 */
export const defaultPrivileges = granted
  .flatMap((place) => (place.access.byDefault === undefined ? [] : [undoing(place, place.access.byDefault)]))
  .join("\n  union all");
