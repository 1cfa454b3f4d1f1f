import { notOfExtension, userSchema } from "../catalog-query.ts";

interface Source {
  /** The letter of the sort of object in pg_default_acl, and the one that acldefault takes. */
  readonly letters: readonly [string, string];
  /** A query of `schema` (a number, 0: none), `owner`, `acl`, `on_what` (as GRANT takes it), `place`. */
  readonly objects: string;
}

const sources: readonly Source[] = [
  {
    letters: ["r", "r"],
    objects: `select c.relnamespace as schema, c.relowner as owner, c.relacl as acl, format('%I.%I', t.schema, t.name) as on_what, json_build_array('relation', t.schema, t.name) as place
      from t join pg_catalog.pg_class c on c.oid = t.oid`,
  },
  {
    letters: ["S", "s"],
    objects: `select n.oid as schema, c.relowner as owner, c.relacl as acl, format('sequence %I.%I', n.nspname, c.relname) as on_what, json_build_array('relation', n.nspname, c.relname) as place
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and c.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}`,
  },
  {
    letters: ["T", "T"],
    objects: `select n.oid as schema, y.typowner as owner, y.typacl as acl, format('type %I.%I', n.nspname, y.typname) as on_what, json_build_array('type', n.nspname, y.typname) as place
      from pg_catalog.pg_type y join pg_catalog.pg_namespace n on n.oid = y.typnamespace
      where y.typtype in ('e', 'd') and ${userSchema("n")} and ${notOfExtension("y.oid", "pg_catalog.pg_type")}`,
  },
  {
    letters: ["f", "f"],
    objects: `select n.oid as schema, p.proowner as owner, p.proacl as acl, 
        format('%s %I.%I(%s)', case p.prokind when 'p' then 'procedure' else 'function' end, n.nspname, p.proname, case p.prokind when 'p' then (
          select string_agg('IN ' || format_type(a.type, null), ', ' order by a.at) from unnest(p.proargtypes) with ordinality a(type, at)
        ) else oidvectortypes(p.proargtypes) end) as on_what,
        json_build_array('signature', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as place
      from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where p.prokind <> 'a' and ${userSchema("n")} and ${notOfExtension("p.oid", "pg_catalog.pg_proc")}`,
  },
  {
    letters: ["n", "n"],
    objects: `select 0::pg_catalog.oid as schema, n.nspowner as owner, n.nspacl as acl, format('schema %I', n.nspname) as on_what, json_build_array('schema', n.nspname) as place
      from pg_catalog.pg_namespace n where n.nspname <> 'public' and ${userSchema("n")} and ${notOfExtension("n.oid", "pg_catalog.pg_namespace")}`,
  },
];

const nameOf = (role: string): string => `case ${role} when 0 then 'public' else quote_ident(pg_get_userbyid(${role})) end`;

const isSame = "had.grantee = given.grantee and had.privilege_type = given.privilege_type and had.is_grantable = given.is_grantable";

function undoing({ letters: [sort, letter], objects }: Source): string {
  const rights = `aclexplode(coalesce(o.acl, acldefault('${letter}', o.owner)))`;
  const tooMuch = `
    select distinct ${nameOf("given.grantee")} as name from pg_catalog.pg_default_acl d, aclexplode(d.defaclacl) given
    where d.defaclobjtype = '${sort}' and d.defaclnamespace in (0, o.schema) and given.grantee not in (d.defaclrole, o.owner)
      and not exists (select from ${rights} had where ${isSame})`;
  const tooLittle = `
    select case had.grantee when o.owner then 'current_user' else ${nameOf("had.grantee")} end as name, string_agg(had.privilege_type, ', ' order by had.privilege_type) as privileges
    from pg_catalog.pg_default_acl d, ${rights} had
    where d.defaclobjtype = '${sort}' and d.defaclnamespace = 0 and d.defaclrole = o.owner and (had.grantee = o.owner or o.acl is null)
      and not exists (select from aclexplode(d.defaclacl) given where ${isSame})
    group by 1`;
  return `
  select 'default privileges', 'on ' || o.on_what, u.sql, o.place::text
  from (${objects}) o, lateral (select nullif(concat_ws(E';\\n',
    (select string_agg(format('revoke all on %s from %s', o.on_what, x.name), E';\\n' order by x.name) from (${tooMuch}) x),
    (select string_agg(format('grant %s on %s to %s', x.privileges, o.on_what, x.name), E';\\n' order by x.name) from (${tooLittle}) x)
  ), '') as sql) u
  where (select exists (select from pg_catalog.pg_default_acl)) and u.sql is not null`;
}

/**
 * What default privileges would give or deny an object that is made again, though this one has it otherwise: SQL that
 * undoes that. It is a part of the way back only; what two databases differ in are the default privileges themselves.
 */
export const defaultPrivileges = sources.map(undoing).join("\n  union all");
