import { userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import type { Right } from "../privilege/model.ts";
import type { DefaultPrivilege, ObjectSort } from "./model.ts";

interface Row {
  readonly of: ObjectSort;
  readonly name: string;
  readonly creator: string | null;
  readonly role: string;
  readonly privileges: readonly Right[] | null;
  readonly grantable: readonly Right[] | null;
  readonly revoked: readonly Right[] | null;
}

const list = (which: string): string => `array_agg(lower(x.privilege) order by x.privilege) filter (where ${which})`;

/** A list of its own for all schemas stands in place of what there is from the start; that of one schema comes on top. */
export const defaultPrivilegeCatalog: CatalogQuery<Row, DefaultPrivilege> = {
  exists: () => [anyRow("pg_default_acl")],
  text: () => `
    select case o.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
        when 'n' then 'schemas' else 'large objects' end as "of",
      coalesce(n.nspname::text, '') as name, o.creator, r.role, r.privileges, r.grantable, r.revoked
    from (select d.*, nullif(pg_catalog.pg_get_userbyid(d.defaclrole), current_user)::text as creator from pg_catalog.pg_default_acl d) o
    left join pg_catalog.pg_namespace n on n.oid = o.defaclnamespace,
    lateral (
      select case when x.grantee = 0 then 'public' when x.grantee = o.defaclrole and o.creator is null then 'current_user'
          else pg_catalog.pg_get_userbyid(x.grantee)::text end as role,
        ${list("x.has and not x.is_usual")} as privileges, ${list("x.is_grantable")} as grantable, ${list("not x.has")} as revoked
      from (
        select coalesce(h.grantee, s.grantee) as grantee, coalesce(h.privilege_type, s.privilege_type) as privilege,
          h.grantee is not null as has, s.grantee is not null as is_usual, coalesce(h.is_grantable, false) as is_grantable
        from aclexplode(o.defaclacl) h
        full join (
          select a.grantee, a.privilege_type
          from aclexplode(acldefault(case o.defaclobjtype when 'S' then 's' else o.defaclobjtype end, o.defaclrole)) a
          where o.defaclnamespace = 0
        ) s on s.grantee = h.grantee and s.privilege_type = h.privilege_type
      ) x
      where not (x.has and x.is_usual and not x.is_grantable)
      group by 1
    ) r
    where n.oid is null or ${userSchema("n")}
    order by 1, 2, 3, 4`,
  decode: ({ of, name, creator, role, privileges, grantable, revoked }) => [
    {
      kind: "defaultPrivilege",
      of,
      name,
      ...(creator === null ? {} : { signature: creator }),
      role,
      ...(privileges === null ? {} : { privileges }),
      ...(grantable === null ? {} : { grantable }),
      ...(revoked === null ? {} : { revoked }),
    },
  ],
};
