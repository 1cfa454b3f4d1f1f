import { fromPlace, placesOf, refColumns, refOfRow, type RefRow } from "../../../catalog-place.ts";
import { relationsRead, type CatalogQuery } from "../../../catalog-query.ts";
import { isSetByHand, rightsExist } from "../../../rights.ts";
import { memberPlaces, type GrantedPlace } from "./members.ts";
import type { Privilege, Right } from "./model.ts";

interface Row extends RefRow {
  readonly role: string;
  readonly extension: string | null;
  readonly privileges: readonly Right[] | null;
  readonly grantable: readonly Right[] | null;
  readonly revoked: readonly Right[] | null;
  readonly of_connected: boolean;
}

/** What owners have granted and revoked; what others grant on is not compared, nor is what an owner has left who is not who asks. */
export const privilegeCatalog: CatalogQuery<Row, Privilege> = {
  exists: (all) => rightsExist(placesOf(all)),
  isReadByPlace: true,
  text: (_, all) => `
    with t as (select * from ${relationsRead} m)
    select g."of", g.schema, g."table", g.name, g.signature, g.extension, g.role, g.privileges, g.grantable, g.revoked, g.of_connected
    from (${placesOf(all)
      .flatMap(({ access, ...place }) => (access === undefined ? [] : [{ ...place, access }]))
      .flatMap((place) => [rightsAt(place, "null::text"), ...memberPlaces(place).map((member) => rightsAt(member, "x.extname::text"))])
      .join(
        "\n    union all",
      )}) g("of", schema, "table", name, signature, extension, role, place, privileges, grantable, revoked, of_connected)
    order by 1, 2, 3, 4, 5, g.place nulls first, g.role collate "C"`,
  decode: ({ role, extension, privileges, grantable, revoked, of_connected, ...row }) => [
    {
      kind: "privilege",
      ...refOfRow(row),
      ...(extension === null ? {} : { extension }),
      role,
      ...(privileges === null ? {} : { privileges }),
      ...(grantable === null ? {} : { grantable }),
      ...(revoked === null ? {} : { revoked }),
      ...(of_connected ? { ofConnected: true } : {}),
    },
  ],
};

/**
 * A row for each role whose rights are not those from the start, in the order in which the server keeps them. The owner's name is not the
 * same in all databases, and the one who had what an extension brought from the start may have given it to another.
 */
function rightsAt(place: GrantedPlace, extension: string): string {
  const { access, role = "0" } = place;
  const usual = `coalesce(${access.usual ?? "null"}, acldefault('${access.letter}', ${role}))`;
  const list = (which: string): string => `array_agg(lower(x.privilege) order by x.privilege) filter (where ${which})`;
  return `
    select ${refColumns(place)}, ${extension}, r.role, r.place, r.privileges, r.grantable, r.revoked,
      r.role = current_user and pg_catalog.pg_get_userbyid(${role}) <> current_user as of_connected
    ${fromPlace(place, {
      lateral: `lateral (
      select case x.grantee when 0 then 'public' when ${role} then 'current_user' else pg_catalog.pg_get_userbyid(x.grantee)::text end as role, min(x.place) as place,
        ${list("x.has and not x.is_usual")} as privileges, ${list("x.is_grantable")} as grantable, ${list("not x.has")} as revoked
      from (
        select coalesce(h.grantee, s.grantee) as grantee, coalesce(h.privilege_type, s.privilege_type) as privilege,
          h.grantee is not null as has, s.grantee is not null as is_usual, coalesce(h.is_grantable, false) as is_grantable, h.place
        from (
          select p.grantee, p.privilege_type, p.is_grantable, p.place
          from aclexplode(${access.acl}) with ordinality p(grantor, grantee, privilege_type, is_grantable, place) where p.grantor = ${role}
        ) h full join (
          select case p.grantee when p.grantor then ${role} else p.grantee end as grantee, p.privilege_type from aclexplode(${usual}) p
        ) s on s.grantee = h.grantee and s.privilege_type = h.privilege_type
      ) x
      where not (x.has and x.is_usual and not x.is_grantable)
        and (x.grantee <> ${role} or pg_catalog.pg_get_userbyid(${role}) = current_user)
      group by 1
    ) r`,
      conditions: [isSetByHand(access)],
    })}`;
}
