import { modelledRelations, notOfExtension, userSchema } from "../catalog-query.ts";
import { defaultPrivileges } from "./default-privileges.ts";
import { classOf, firstUserOid, usualOwners, type Part } from "./source.ts";

/** A grantee as GRANT takes it. */
const grantee = "case p.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(p.grantee)) end";

/** Grants to others than the owner, a statement each, and what the owner was denied. `on` is what they are on, as SQL; `column` a column's name. */
const grants = ({
  acl,
  letter,
  owner,
  on,
  column,
}: {
  readonly acl: string;
  readonly letter?: string;
  readonly owner?: string;
  readonly on: string;
  readonly column?: string;
}): string => `(
  select string_agg(format('grant %s on %s to %s%s', g.privileges, ${on}, g.grantee, case when g.is_grantable then ' with grant option' else '' end), E';\\n' order by g.grantee, g.is_grantable)
  from (
    select ${grantee} as grantee, p.is_grantable, string_agg(p.privilege_type${column === undefined ? "" : ` || ' (' || quote_ident(${column}) || ')'`}, ', ' order by p.privilege_type) as privileges
    from aclexplode(${acl}) p ${owner === undefined ? "" : `where p.grantee <> ${owner}`} group by 1, 2
  ) g)${
    letter === undefined || owner === undefined
      ? ""
      : ` , (
  select concat_ws(E';\\n', format('revoke all on %s from current_user', ${on}), 'grant ' || string_agg(p.privilege_type, ', ' order by p.privilege_type) || format(' on %s to current_user', ${on}))
  from aclexplode(${acl}) p where p.grantee = ${owner} having count(*) < (select count(*) from aclexplode(acldefault('${letter}', ${owner})))
)`
  }`;

const table = "format('%I.%I', t.schema, t.name)";

const oddTable = "(c.reltablespace <> 0 or c.relacl is not null)";

const inTables = `
  select v.what, 'on ' || ${table} as name, v.sql, json_build_array('relation', t.schema, t.name)::text as place
  from t join pg_catalog.pg_class c on c.oid = t.oid, lateral (values
    ('tablespace', (select format('alter table %I.%I set tablespace %I', t.schema, t.name, s.spcname) from pg_catalog.pg_tablespace s where s.oid = c.reltablespace and c.relkind = 'r')),
    ('grants', case when c.relacl is not null then nullif(concat_ws(E';\\n', ${grants({ acl: "c.relacl", letter: "r", owner: "c.relowner", on: table })}), '') end)
  ) v(what, sql)
  where ${oddTable} and v.sql is not null`;

/** Types of the user's that kinds model. */
const modelledTypes = `(y.typtype in ('e', 'd', 'r') or y.typtype = 'c' and y.typrelid in (select k.oid from pg_catalog.pg_class k where k.relkind = 'c'))`;

/** Owners other than the usual. */
const ownerOf = (kind: string, name: string, owner: string): string =>
  `'owner', 'of ${kind} ' || ${name}, format('alter ${kind} %s owner to %I', ${name}, pg_get_userbyid(${owner}))`;

/** Of a procedure with modes: else its OUT arguments could be meant. */
const routineName = `format('%I.%I(%s)', n.nspname, f.proname, case f.prokind when 'p' then (
    select string_agg('IN ' || format_type(a.type, null), ', ' order by a.at) from unnest(f.proargtypes) with ordinality a(type, at)
  ) else oidvectortypes(f.proargtypes) end)`;

/** Functions and procedures that are modelled. */
const userRoutine = `f.prokind <> 'a' and f.oid >= ${firstUserOid} and ${userSchema("n")}
    and ${notOfExtension("f.oid", "pg_catalog.pg_proc")}
    and not exists (select from pg_catalog.pg_depend d where d.classid = ${classOf("pg_proc")} and d.objid = f.oid and d.deptype = 'i')`;

const isOddOwner = (owner: string): string => `${owner} not in (select r.oid from r)`;

const owners = `
  select o.what, o.name, o.sql, json_build_array('relation', t.schema, t.name)::text
  from t join pg_catalog.pg_class c on c.oid = t.oid, lateral (
    select ${ownerOf("table", table, "c.relowner")} where t.relkind = 'r'
    union all select ${ownerOf("view", table, "c.relowner")} where t.relkind = 'v'
    union all select ${ownerOf("materialized view", table, "c.relowner")} where t.relkind = 'm'
  ) o(what, name, sql) where ${isOddOwner("c.relowner")}
  union all
  select ${ownerOf("sequence", "format('%I.%I', n.nspname, c.relname)", "c.relowner")}, json_build_array('relation', n.nspname, c.relname)::text
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'S' and c.relpersistence <> 't' and ${isOddOwner("c.relowner")} and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
    and not exists (select from pg_catalog.pg_depend d where d.classid = ${classOf("pg_class")} and d.objid = c.oid and d.deptype in ('a', 'i'))
  union all
  select ${ownerOf("type", "format('%I.%I', n.nspname, y.typname)", "y.typowner")}, json_build_array('type', n.nspname, y.typname)::text
  from pg_catalog.pg_type y join pg_catalog.pg_namespace n on n.oid = y.typnamespace
  where ${modelledTypes} and ${isOddOwner("y.typowner")} and ${userSchema("n")} and ${notOfExtension("y.oid", "pg_catalog.pg_type")}
  union all
  select ${ownerOf("statistics", "format('%I.%I', n.nspname, s.stxname)", "s.stxowner")}, json_build_array('statistics', n.nspname, s.stxname)::text
  from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace join t on t.oid = s.stxrelid
  where ${isOddOwner("s.stxowner")} and ${userSchema("n")} and ${notOfExtension("s.oid", "pg_catalog.pg_statistic_ext")}
  union all
  select o.what, o.name, o.sql, json_build_array('signature', n.nspname, f.proname, oidvectortypes(f.proargtypes))::text
  from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace, lateral (
    select ${ownerOf("function", routineName, "f.proowner")} where f.prokind <> 'p'
    union all select ${ownerOf("procedure", routineName, "f.proowner")} where f.prokind = 'p'
  ) o(what, name, sql)
  where ${isOddOwner("f.proowner")} and ${userRoutine}
  union all
  select ${ownerOf("schema", "quote_ident(n.nspname)", "n.nspowner")}, json_build_array('schema', n.nspname)::text
  from pg_catalog.pg_namespace n where n.nspname <> 'public' and ${isOddOwner("n.nspowner")} and ${userSchema("n")} and ${notOfExtension("n.oid", "pg_catalog.pg_namespace")}`;

const inIndexes = `
  select v.what, 'on ' || ${table}, v.sql, json_build_array('relation', t.schema, x.relname)::text
  from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid join t on t.oid = i.indrelid, lateral (values
    ('tablespace of index ' || quote_ident(x.relname), (select format('alter index %I.%I set tablespace %I', t.schema, x.relname, s.spcname) from pg_catalog.pg_tablespace s where s.oid = x.reltablespace))
  ) v(what, sql)
  where x.reltablespace <> 0 and v.sql is not null`;

const column = "format('%I.%I.%I', t.schema, t.name, a.attname)";

const inColumns = `
  select v.what, 'on column ' || ${column}, v.sql, json_build_array('column', t.schema, t.name, a.attname)::text
  from t join a on a.attrelid = t.oid, lateral (values
    ('grants', case when a.attacl is not null then ${grants({ acl: "a.attacl", on: table, column: "a.attname" })} end)
  ) v(what, sql)
  where v.sql is not null`;

/** The server's default is null since PostgreSQL 17, -1 before. */
const ownTarget = "nullif(a.attstattarget::int4, -1)";

const storage = "case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end";

/** The columns of materialized views are no objects of their own. */
const inMaterializedViews = `
  select v.what, 'on column ' || ${column}, v.sql, json_build_array('column', t.schema, t.name, a.attname)::text
  from t join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped join pg_catalog.pg_type y on y.oid = a.atttypid, lateral (values
    ('storage', case when a.attstorage <> y.typstorage then format('alter table %I.%I alter column %I set storage %s', t.schema, t.name, a.attname, ${storage}) end),
    ('compression', case a.attcompression when 'p' then format('alter table %I.%I alter column %I set compression pglz', t.schema, t.name, a.attname)
      when 'l' then format('alter table %I.%I alter column %I set compression lz4', t.schema, t.name, a.attname) end),
    ('statistics target', case when ${ownTarget} is not null then format('alter table %I.%I alter column %I set statistics %s', t.schema, t.name, a.attname, a.attstattarget) end),
    ('options', case when a.attoptions is not null then format('alter table %I.%I alter column %I set (%s)', t.schema, t.name, a.attname, array_to_string(a.attoptions, ', ')) end)
  ) v(what, sql)
  where t.relkind = 'm' and v.sql is not null`;

const ownAccess = `n.nspacl is distinct from (
    select p.initprivs from pg_catalog.pg_init_privs p where p.classoid = ${classOf("pg_namespace")} and p.objoid = n.oid)`;

const otherGrants = `
  select 'grants', 'on sequence ' || format('%I.%I', n.nspname, c.relname), g.sql, json_build_array('relation', n.nspname, c.relname)::text
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
    lateral (select nullif(concat_ws(E';\\n', ${grants({ acl: "c.relacl", letter: "s", owner: "c.relowner", on: "format('sequence %I.%I', n.nspname, c.relname)" })}), '') as sql) g
  where c.relkind = 'S' and c.relpersistence <> 't' and c.relacl is not null and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")} and g.sql is not null
  union all
  select 'grants', 'on type ' || format('%I.%I', n.nspname, y.typname), g.sql, json_build_array('type', n.nspname, y.typname)::text
  from pg_catalog.pg_type y join pg_catalog.pg_namespace n on n.oid = y.typnamespace,
    lateral (select nullif(concat_ws(E';\\n', case when not exists (select from aclexplode(y.typacl) p where p.grantee = 0) then format('revoke all on type %I.%I from public', n.nspname, y.typname) end,
      ${grants({ acl: "y.typacl", owner: "y.typowner", on: "format('type %I.%I', n.nspname, y.typname)" })}), '') as sql) g
  where ${modelledTypes} and y.typacl is not null and ${userSchema("n")} and ${notOfExtension("y.oid", "pg_catalog.pg_type")} and g.sql is not null
  union all
  select 'grants', 'on ' || o.name, g.sql, json_build_array('signature', n.nspname, f.proname, oidvectortypes(f.proargtypes))::text
  from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace,
    lateral (select case f.prokind when 'p' then 'procedure ' else 'function ' end || ${routineName}) o(name),
    lateral (select nullif(concat_ws(E';\\n',
      case when not exists (select from aclexplode(f.proacl) a where a.grantee = 0) then format('revoke all on %s from public', o.name) end,
      ${grants({ acl: "f.proacl", letter: "f", owner: "f.proowner", on: "o.name" })}), '') as sql) g
  where f.proacl is not null and ${userRoutine} and g.sql is not null
  union all
  select 'grants', 'on schema ' || quote_ident(n.nspname), g.sql, json_build_array('schema', n.nspname)::text
  from pg_catalog.pg_namespace n,
    lateral (select nullif(concat_ws(E';\\n', ${grants({ acl: "n.nspacl", letter: "n", owner: "n.nspowner", on: "format('schema %I', n.nspname)" })}), '') as sql) g
  where ${ownAccess}
    and ${userSchema("n")} and ${notOfExtension("n.oid", "pg_catalog.pg_namespace")} and g.sql is not null`;

const labels = `
  select 'security label', 'on ' || l.objtype || ' ' || l.objname, format('security label for %I on %s %s is %L', l.provider, l.objtype, l.objname, l.label),
    case when l.classoid = ${classOf("pg_class")} then (
      select case when a.attname is null then json_build_array('relation', n.nspname, c.relname) else json_build_array('column', n.nspname, c.relname, a.attname) end
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = l.objsubid and a.attnum > 0
      where c.oid = l.objoid)::text end
  from pg_catalog.pg_seclabels l where l.objoid >= ${firstUserOid} and l.classoid in (select s.classoid from pg_catalog.pg_seclabel s)`;

/** Grants on what an extension brought, other than those it brought itself. */
const memberGrants = ["pg_proc.proacl", "pg_class.relacl", "pg_type.typacl"]
  .map((place) => place.split(".") as [string, string])
  .map(
    ([catalog, acl]) => `
  select 'grants', 'on ' || i.type || ' ' || replace(i.identity, 'pg_catalog.', '') || ' of extension ' || quote_ident(x.extname), (
      select string_agg(g.text, ', ' order by g.text) from (select p.privilege_type || ' to ' || ${grantee} from aclexplode(o.${acl}) p) g(text)
    ), json_build_array('extension', x.extname)::text
  from pg_catalog.${catalog} o join pg_catalog.pg_depend e on e.classid = ${classOf(catalog)} and e.objid = o.oid and e.deptype = 'e' join pg_catalog.pg_extension x on x.oid = e.refobjid,
    lateral pg_identify_object(e.classid, e.objid, 0) i
  where o.oid >= ${firstUserOid} and o.${acl} is distinct from (select p.initprivs from pg_catalog.pg_init_privs p where p.classoid = ${classOf(catalog)} and p.objoid = o.oid and p.objsubid = 0)`,
  )
  .join("\n  union all");

const existsClass = (where: string): string => `exists (select from pg_catalog.pg_class c where c.oid >= ${firstUserOid} and ${where})`;

const existsType = (where: string): string => `exists (select from pg_catalog.pg_type y where y.oid >= ${firstUserOid} and ${where})`;

const existsRoutine = (where: string): string => `exists (select from pg_catalog.pg_proc p where p.oid >= ${firstUserOid} and ${where})`;

const existsSchema = (where: string): string => `exists (select from pg_catalog.pg_namespace n where ${userSchema("n")} and ${where})`;

const any = (...conditions: readonly string[]): string => `(${conditions.join(" or ")})`;

const exists: Readonly<Record<string, string>> = {
  relations: existsClass(`c.relkind in ('r', 'v', 'm') and ${oddTable}`),
  "materialized views": existsClass("c.relkind = 'm'"),
  owners: any(
    existsClass(isOddOwner("c.relowner")),
    existsType(isOddOwner("y.typowner")),
    existsRoutine(isOddOwner("p.proowner")),
    `exists (select from pg_catalog.pg_statistic_ext s where ${isOddOwner("s.stxowner")})`,
    existsSchema(`n.nspname <> 'public' and ${isOddOwner("n.nspowner")}`),
  ),
  indexes: existsClass("c.relkind = 'i' and c.reltablespace <> 0"),
  columns: `exists (select from pg_catalog.pg_attribute a where a.attrelid >= ${firstUserOid} and a.attacl is not null)`,
  grants: any(
    existsRoutine("p.proacl is not null"),
    existsClass("c.relacl is not null"),
    existsType("y.typacl is not null"),
    existsSchema(ownAccess),
  ),
  "default privileges": "exists (select from pg_catalog.pg_default_acl)",
  extensions: `exists (select from pg_catalog.pg_extension x join pg_catalog.pg_depend e on e.refclassid = ${classOf("pg_extension")} and e.refobjid = x.oid
    where e.deptype = 'e' and e.objid >= ${firstUserOid})`,
  labels: "exists (select from pg_catalog.pg_seclabel)",
};

const texts: Readonly<Record<string, string>> = {
  relations: inTables,
  "materialized views": inMaterializedViews,
  owners,
  indexes: inIndexes,
  columns: inColumns,
  grants: otherGrants,
  "default privileges": defaultPrivileges,
  extensions: memberGrants,
  labels,
};

export const attributeParts: readonly Part[] = Object.entries(texts).map(([name, text]) => ({
  key: `settings ${name}`,
  exists: exists[name] ?? "true",
  text,
}));

/** Settings of modelled objects that no kind models, where they are not the default: SQL that makes each again, and what it is a part of. */
export const attributesQuery = (present: readonly Part[]): string => `
  with t as materialized (select m.oid, m.schema, m.name, m.relkind from ${modelledRelations} m), a as materialized (
    select a.attrelid, a.attname, a.attacl
    from pg_catalog.pg_attribute a
    where a.attrelid >= ${firstUserOid} and a.attnum > 0 and not a.attisdropped and a.attacl is not null
  ), ${usualOwners}
  select * from (${present.map(({ text }) => text).join("\n  union all")}) s(what, name, sql, place)
  order by 1, 2`;
