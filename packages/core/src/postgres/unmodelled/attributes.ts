import { classOf } from "../catalog-place.ts";
import { firstUserOid, modelledRelations, type Presence } from "../catalog-query.ts";
import { anyRow, anySubscription, userRows } from "../presence.ts";
import { catalogs } from "../objects/index.ts";
import { placeTables } from "../places.ts";
import { granteeName, owners, ownersExist, otherPrivileges, privilegesExist } from "./access.ts";
import { usualOwners } from "../rights.ts";
import type { Part } from "./source.ts";

const table = "format('%I.%I', t.schema, t.name)";

const oddTable = "c.reltablespace <> 0";

const inTables = `
  select v.what, 'on ' || ${table} as name, v.sql, json_build_array('relation', t.schema, null, t.name, null)::text as place
  from t join pg_catalog.pg_class c on c.oid = t.oid, lateral (values
    ('tablespace', (select format('alter table %I.%I set tablespace %I', t.schema, t.name, s.spcname) from pg_catalog.pg_tablespace s
      where s.oid = c.reltablespace and c.relkind in ('r', 'p')))
  ) v(what, sql)
  where ${oddTable} and v.sql is not null`;

const inIndexes = `
  select v.what, 'on ' || ${table}, v.sql, json_build_array('relation', t.schema, null, x.relname, null)::text
  from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid join t on t.oid = i.indrelid, lateral (values
    ('tablespace of index ' || quote_ident(x.relname), (select format('alter index %I.%I set tablespace %I', t.schema, x.relname, s.spcname)
      from pg_catalog.pg_tablespace s where s.oid = x.reltablespace))
  ) v(what, sql)
  where x.reltablespace <> 0 and v.sql is not null`;

const column = "format('%I.%I.%I', t.schema, t.name, a.attname)";

/** The server's default is null since PostgreSQL 17, -1 before. */
const ownTarget = "nullif(a.attstattarget::int4, -1)";

const storage = "case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end";

/** The columns of materialized views are no objects of their own. */
const inMaterializedViews = `
  select v.what, 'on column ' || ${column}, v.sql, json_build_array('column', t.schema, t.name, a.attname, null)::text
  from t join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type y on y.oid = a.atttypid, lateral (values
    ('storage', case when a.attstorage <> y.typstorage
      then format('alter table %I.%I alter column %I set storage %s', t.schema, t.name, a.attname, ${storage}) end),
    ('compression', case a.attcompression
      when 'p' then format('alter table %I.%I alter column %I set compression pglz', t.schema, t.name, a.attname)
      when 'l' then format('alter table %I.%I alter column %I set compression lz4', t.schema, t.name, a.attname) end),
    ('statistics target', case when ${ownTarget} is not null
      then format('alter table %I.%I alter column %I set statistics %s', t.schema, t.name, a.attname, a.attstattarget) end),
    ('options', case when a.attoptions is not null
      then format('alter table %I.%I alter column %I set (%s)', t.schema, t.name, a.attname, array_to_string(a.attoptions, ', ')) end)
  ) v(what, sql)
  where t.relkind = 'm' and v.sql is not null`;

/** With tables of its own: the only settings that anything in the catalog can have. */
const labels = `
  select 'security label', 'on ' || l.objtype || ' ' || l.objname,
    format('security label for %I on %s %s is %L', l.provider, l.objtype, l.objname, l.label), (
      with ${placeTables("select l.classoid as classid, l.objoid as objid, l.objsubid as objsubid", catalogs, "all")}
      select json_build_array(p.word, p.schema, p."table", p.name, p.signature)::text from place p)
  from pg_catalog.pg_seclabels l where l.objoid >= ${firstUserOid} and l.classoid in (select s.classoid from pg_catalog.pg_seclabel s)`;

/**
 * Of the rest of a subscription's settings, those that are not the default: whether it runs is decided on each server. Servers before
 * PostgreSQL 17 have no `subfailover`: the name then means that of `d`.
 */
const subscriptions = `
  select 'state', 'of subscription ' || quote_ident(s.subname), s.sql, json_build_array('subscription', null, null, s.subname, null)::text
  from (
    select o.subname, nullif(concat_ws(', ', case when o.subenabled then 'enabled' end,
      case when o.subtwophasestate <> 'd' then 'two_phase' end,
      case when (select subfailover from pg_catalog.pg_subscription p where p.oid = o.oid) then 'failover' end), '') as sql
    from (select false as subfailover) d, pg_catalog.pg_subscription o
    where o.subdbid = (select b.oid from pg_catalog.pg_database b where b.datname = current_database())
  ) s where s.sql is not null`;

/**
 * Grants on what an extension brought, other than those it brought itself. What its owner granted on functions, relations and schemas is
 * compared.
 */
const memberGrants = [
  ["pg_proc", "proacl", "exists (select from aclexplode(o.proacl) p where p.grantor <> o.proowner)"],
  ["pg_class", "relacl", "exists (select from aclexplode(o.relacl) p where p.grantor <> o.relowner)"],
  ["pg_type", "typacl", "true"],
]
  .map(
    ([catalog = "", acl = "", where = ""]) => `
  select 'grants', 'on ' || i.type || ' ' || replace(i.identity, 'pg_catalog.', '') || ' of extension ' || quote_ident(x.extname), (
      select string_agg(g.text, ', ' order by g.text) from (select p.privilege_type || ' to ' || ${granteeName("p.grantee")}
        from aclexplode(o.${acl}) p) g(text)
    ), json_build_array('extension', null, null, x.extname, null)::text
  from pg_catalog.${catalog} o join pg_catalog.pg_depend e on e.classid = ${classOf(catalog)} and e.objid = o.oid and e.deptype = 'e'
    join pg_catalog.pg_extension x on x.oid = e.refobjid,
    lateral pg_identify_object(e.classid, e.objid, 0) i
  where o.oid >= ${firstUserOid} and o.${acl} is distinct from (select p.initprivs from pg_catalog.pg_init_privs p
    where p.classoid = ${classOf(catalog)} and p.objoid = o.oid and p.objsubid = 0) and ${where}`,
  )
  .join("\n  union all");

/** What extensions brought. */
const userMembers: Presence = {
  from: `pg_catalog.pg_depend e where e.refclassid = ${classOf("pg_extension")} and e.deptype = 'e'`,
  where: `e.objid >= ${firstUserOid}`, // beside the index of what is depended on, not by that of all users' objects
};

const parts: Readonly<Record<string, Omit<Part, "key">>> = {
  relations: { exists: [userRows("pg_class", "o.relkind in ('r', 'p', 'v', 'm') and o.reltablespace <> 0")], text: inTables },
  "materialized views": { exists: [userRows("pg_class", "o.relkind = 'm'")], text: inMaterializedViews },
  owners: { exists: ownersExist, text: owners },
  indexes: { exists: [userRows("pg_class", "o.relkind in ('i', 'I') and o.reltablespace <> 0")], text: inIndexes },
  grants: { exists: privilegesExist, text: otherPrivileges },
  extensions: { exists: [userMembers], text: memberGrants },
  subscriptions: { exists: [anySubscription], text: subscriptions },
  labels: { exists: [anyRow("pg_seclabel")], text: labels },
};

export const attributeParts: readonly Part[] = Object.entries(parts).map(([name, part]) => ({ key: `settings ${name}`, ...part }));

/**
 * Settings of modelled objects that no kind models, where they are not the default: SQL that makes each again, and what it is a part of.
 */
export const attributesQuery = (present: readonly Part[]): string => `
  with t as materialized (select m.oid, m.schema, m.name, m.relkind from ${modelledRelations} m), ${usualOwners}
  select * from (${present.map(({ text }) => text).join("\n  union all")}) s(what, name, sql, place)
  order by 1, 2`;
