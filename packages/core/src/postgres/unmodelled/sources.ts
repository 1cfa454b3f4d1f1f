import { classOf } from "../catalog-place.ts";
import { firstUserOid, indexedKinds, isNotModelled, notOfExtension, tableKinds } from "../catalog-query.ts";
import { relationSource, typeSource } from "./relations.ts";
import type { UnmodelledSource } from "./source.ts";

const roles = (oids: string): string =>
  `(select string_agg(r.name, ', ' order by r.name)
    from (select case u.oid when 0 then 'public' else quote_ident(pg_get_userbyid(u.oid)) end from unnest(${oids}) u(oid)) r(name))`;

const policy = `format('create policy %I on %s', o.polname, o.polrelid::pg_catalog.regclass)
  || case when o.polpermissive then '' else ' as restrictive' end
  || ' for ' || case o.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
  || ' to ' || ${roles("o.polroles")}
  || coalesce(' using (' || pg_get_expr(o.polqual, o.polrelid) || ')', '')
  || coalesce(' with check (' || pg_get_expr(o.polwithcheck, o.polrelid) || ')', '')`;

/** The state that ALTER TABLE ... ENABLE/DISABLE gives triggers and rules. */
const enabled = (
  state: string,
  table: string,
  what: string,
  name: string,
): string => `case ${state} when 'O' then '' else format(E';\\nalter table %s %s ${what} %I', ${table}::pg_catalog.regclass,
  case ${state} when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, ${name}) end`;

const trigger = `pg_get_triggerdef(o.oid) || ${enabled("o.tgenabled", "o.tgrelid", "trigger", "o.tgname")}`;

const rule = `rtrim(pg_get_ruledef(o.oid), ';') || ${enabled("o.ev_enabled", "o.ev_class", "rule", "o.rulename")}`;

const publishedTable = `(select format('alter publication %I add table %s', p.pubname, o.prrelid::pg_catalog.regclass)
  from pg_catalog.pg_publication p where p.oid = o.prpubid)
  || coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_catalog.pg_attribute a
    where a.attrelid = o.prrelid and a.attnum = any(o.prattrs)) || ')', '')
  || coalesce(' where (' || pg_get_expr(o.prqual, o.prrelid) || ')', '')`;

/** What somebody has added to a family of the system's, and is no operator or function of an extension. */
const inSystemFamily = (family: string, member: string, catalog: string): string =>
  `${family} < ${firstUserOid} and ${notOfExtension(`${member}::pg_catalog.oid`, `pg_catalog.${catalog}`)}`;

/**
 * True where an extension did not make it with its relation: PostgreSQL does not write down that it is the extension's. It is where both
 * were written by the same transaction, and another member of the extension came later.
 */
const notMadeWith = (relation: string): string => `not exists (
    select from pg_catalog.pg_depend t
      join pg_catalog.pg_depend m on m.refclassid = t.refclassid and m.refobjid = t.refobjid and m.deptype = 'e'
    where t.classid = ${classOf("pg_class")} and t.objid = ${relation} and t.deptype = 'e' and m.xmin = o.xmin and m.objid > o.oid)`;

/**
 * Every catalog with objects that no kind models. A new kind takes its rows out of here; a catalog that is not in this
 * list, in `attributes.ts` or among the kinds does not exist in the supported versions.
 */
export const unmodelledSources: readonly UnmodelledSource[] = [
  relationSource,
  typeSource,
  {
    catalog: "pg_trigger",
    where: `not o.tgisinternal and o.tgparentid = 0 and ${isNotModelled("o.tgrelid")} and ${notMadeWith("o.tgrelid")}`,
    definition: trigger,
    restore: trigger,
  },
  {
    catalog: "pg_policy",
    where: `${isNotModelled("o.polrelid", tableKinds)} and ${notMadeWith("o.polrelid")}`,
    definition: policy,
    restore: policy,
  },
  {
    catalog: "pg_rewrite",
    where: `o.rulename <> '_RETURN' and ${isNotModelled("o.ev_class")} and ${notMadeWith("o.ev_class")}`,
    definition: rule,
    restore: rule,
  },
  {
    catalog: "pg_statistic_ext",
    owner: "stxowner",
    namespace: "stxnamespace",
    where: isNotModelled("o.stxrelid", indexedKinds),
    definition: `pg_get_statisticsobjdef(o.oid) || coalesce(' ' || nullif(o.stxstattarget, -1), '')`,
    restore: `pg_get_statisticsobjdef(o.oid) || case when o.stxstattarget <> -1
      then format(E';\\nalter statistics %I.%I set statistics %s', n.nspname, o.stxname, o.stxstattarget) else '' end`,
  },
  {
    catalog: "pg_operator",
    owner: "oprowner",
    namespace: "oprnamespace",
    // a shell that no operator names any more
    where: `o.oprcode::pg_catalog.oid = 0 and not exists (select from pg_catalog.pg_operator d where d.oprcode::pg_catalog.oid <> 0
      and o.oid in (d.oprcom, d.oprnegate))`,
    definition: "''",
  },
  {
    catalog: "pg_amop",
    where: inSystemFamily("o.amopfamily", "o.amopopr", "pg_operator"),
    definition: "concat_ws(' ', o.amopopr::pg_catalog.regoperator, o.amoppurpose)",
  },
  {
    catalog: "pg_amproc",
    where: inSystemFamily("o.amprocfamily", "o.amproc", "pg_proc"),
    definition: "o.amproc::pg_catalog.regprocedure::text",
  },
  {
    catalog: "pg_language",
    definition:
      "concat_ws(' ', o.lanpltrusted, nullif(o.lanplcallfoid, 0)::pg_catalog.regprocedure, nullif(o.laninline, 0)::pg_catalog.regprocedure)",
    owner: "lanowner",
    access: { acl: "lanacl", letter: "l" },
  },
  {
    catalog: "pg_publication_rel",
    where: isNotModelled("o.prrelid", tableKinds),
    definition: publishedTable,
    restore: publishedTable,
  },
];
