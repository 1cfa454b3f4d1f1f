import { ofUser, privileges, when, type SnapshotPart } from "./scope.ts";

const tables = /* sql */ `
select case r.relkind when 'p' then 'partitioned table ' when 'f' then 'foreign table ' else 'table ' end || r.name
  || ${when("r.relpersistence = 'u'", "'unlogged'")}
  || ${when("r.relkind = 'p'", "'partition by ' || pg_get_partkeydef(r.oid)")}
  || ${when("r.relispartition", "'partition ' || pg_get_expr(r.relpartbound, r.oid)")}
  || coalesce((select ' inherits ' || string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = r.oid), '')
  || ${when("r.reloftype <> 0", "'of ' || r.reloftype::regtype::text")}
  || ${when("r.reloptions is not null", "'with ' || r.reloptions::text")}
  || coalesce((select ' toast ' || t.reloptions::text from pg_class t where t.oid = r.reltoastrelid), '')
  || coalesce((select ' using ' || m.amname from pg_am m where m.oid = r.relam and m.amname <> 'heap'), '')
  || coalesce((select ' tablespace ' || t.spcname from pg_tablespace t where t.oid = r.reltablespace), '')
  || coalesce((select ' server ' || s.srvname || coalesce((select ' (' || string_agg(x.option_name || '=' ||
       case when x.option_name ~* 'pass|pwd|secret|credential|token$|api_?key' then '***' else x.option_value end, ', ' order by x.option_name) || ')'
       from pg_options_to_table(f.ftoptions) x), '') from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver where f.ftrelid = r.oid), '')
  || ${when("r.relreplident <> 'd'", "'replica identity ' || r.relreplident::text")}
  || ${when("r.relrowsecurity", "'row level security'")} || ${when("r.relforcerowsecurity", "'forced'")}
  || ${privileges("r.relacl", "r", "r.relowner")} as line
from relation r where r.relkind in ('r', 'p', 'f')`;

const columns = /* sql */ `
select 'column ' || r.name || '.' || quote_ident(a.attname) || ': ' || format_type(a.atttypid, a.atttypmod)
  || coalesce((select ' collate ' || n.nspname || '.' || quote_ident(c.collname) from pg_collation c join pg_namespace n on n.oid = c.collnamespace
       where c.oid = a.attcollation and a.attcollation <> t.typcollation), '')
  || ${when("a.attnotnull", "'not null'")}
  || coalesce((select ${when("not k.convalidated", "'not valid'")} || ${when("k.connoinherit", "'no inherit'")}
         || ${when("k.conname <> r.relname || '_' || a.attname || '_not_null' and k.coninhcount = 0", "'as ' || k.conname")}
       from pg_constraint k where k.conrelid = r.oid and k.contype = 'n' and k.conkey = array[a.attnum]), '')
  || case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' else '' end
  || coalesce((select case a.attgenerated when 's' then ' generated stored ' when 'v' then ' generated virtual ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid)
       from pg_attrdef d where d.adrelid = r.oid and d.adnum = a.attnum), '')
  || ${when("a.attstorage <> t.typstorage", "'storage ' || a.attstorage::text")}
  || ${when("a.attcompression <> ''", "'compression ' || a.attcompression::text")}
  || ${when("coalesce(a.attstattarget, -1) <> -1", "'statistics ' || a.attstattarget::text")}
  || ${when("a.attoptions is not null", "'options ' || a.attoptions::text")}
  || ${when("not a.attislocal", "'inherited'")}
  || coalesce((select ' foreign (' || string_agg(x.option_name || '=' || x.option_value, ', ' order by x.option_name) || ')'
       from pg_options_to_table(a.attfdwoptions) x), '')
  || ${privileges("a.attacl", "c", "r.relowner")}
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
where r.relkind in ('r', 'p', 'f', 'c', 'v', 'm')`;

// NOT NULL constraints (18) are told with their column; triggers have a part of their own
const constraints = /* sql */ `
select 'constraint ' || quote_ident(k.conname) || ' on ' || r.name || ': ' || pg_get_constraintdef(k.oid)
  || ${when("not k.conislocal", "'inherited'")}
  || coalesce((select ' part of ' || p.conname from pg_constraint p where p.oid = k.conparentid), '')
from pg_constraint k join relation r on r.oid = k.conrelid
where k.contype in ('p', 'u', 'c', 'f', 'x')
  and not exists (select from pg_constraint p where p.oid = k.conparentid and p.conrelid = k.conrelid)`;

const indexes = /* sql */ `
select 'index ' || r.name || ': ' || pg_get_indexdef(i.indexrelid)
  || ${when("exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))", "'(of a constraint)'")}
  || ${when("not i.indisvalid", "'(invalid)'")} || ${when("i.indisclustered", "'(clustered)'")} || ${when("i.indisreplident", "'(replica identity)'")}
  || ${when("r.reloptions is not null", "r.reloptions::text")}
  || coalesce((select ' statistics ' || string_agg(a.attnum || ' ' || a.attstattarget, ', ' order by a.attnum)
       from pg_attribute a where a.attrelid = r.oid and coalesce(a.attstattarget, -1) <> -1), '')
  || coalesce((select ' tablespace ' || t.spcname from pg_tablespace t where t.oid = r.reltablespace), '')
  || coalesce((select ' part of ' || h.inhparent::regclass from pg_inherits h where h.inhrelid = r.oid), '')
from pg_index i join relation r on r.oid = i.indexrelid
where i.indrelid in (select oid from relation)`;

const sequences = /* sql */ `
select 'sequence ' || r.name || ': ' || format_type(s.seqtypid, null) || ' start ' || s.seqstart || ' increment ' || s.seqincrement
  || ' from ' || s.seqmin || ' to ' || s.seqmax || ' cache ' || s.seqcache || ${when("s.seqcycle", "'cycle'")}
  || ${when("r.relpersistence = 'u'", "'unlogged'")}
  || coalesce((select case o.deptype when 'i' then ' identity of ' else ' owned by ' end || o.column_name from owned_by o where o.sequence = r.oid), '')
  || ${privileges("r.relacl", "s", "r.relowner")}
from pg_sequence s join relation r on r.oid = s.seqrelid
where not exists (select from owned_by o join hidden h on h.oid = o.owner where o.sequence = r.oid)`;

const views = /* sql */ `
select case r.relkind when 'm' then 'materialized view ' else 'view ' end || r.name
  || ${when("r.reloptions is not null", "'with ' || (select array_agg(o order by o) from unnest(r.reloptions) o)::text")}
  || coalesce((select ' toast ' || t.reloptions::text from pg_class t where t.oid = r.reltoastrelid), '')
  || coalesce((select ' using ' || m.amname from pg_am m where m.oid = r.relam and m.amname <> 'heap'), '')
  || coalesce((select ' tablespace ' || t.spcname from pg_tablespace t where t.oid = r.reltablespace), '')
  || ${when("not r.relispopulated", "'with no data'")}
  || ${privileges("r.relacl", "r", "r.relowner")} || ': ' || pg_get_viewdef(r.oid)
from relation r where r.relkind in ('v', 'm')`;

const triggers = /* sql */ `
select 'trigger ' || quote_ident(t.tgname) || ' on ' || r.name || ': ' || pg_get_triggerdef(t.oid) || ${when("t.tgenabled <> 'O'", "t.tgenabled::text")}
from pg_trigger t join relation r on r.oid = t.tgrelid where not t.tgisinternal and t.tgparentid = 0`;

const partitionTriggers = /* sql */ `
select 'trigger ' || quote_ident(t.tgname) || ' on partition ' || r.name || ': ' || t.tgenabled::text
from pg_trigger t join relation r on r.oid = t.tgrelid
where t.tgparentid <> 0 and not exists (select from pg_constraint k where k.oid = t.tgconstraint and k.contype = 'f')`;

const rules = /* sql */ `
select 'rule ' || quote_ident(u.rulename) || ' on ' || r.name || ': ' || pg_get_ruledef(u.oid) || ${when("u.ev_enabled <> 'O'", "u.ev_enabled::text")}
from pg_rewrite u join relation r on r.oid = u.ev_class where u.rulename <> '_RETURN'`;

const policies = /* sql */ `
select 'policy ' || quote_ident(p.polname) || ' on ' || r.name || ': ' || p.polcmd::text || ${when("not p.polpermissive", "'restrictive'")}
  || ' to ' || (select string_agg(case when role = 0 then 'public' else pg_get_userbyid(role) end, ', ' order by role) from unnest(p.polroles) role)
  || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '') || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
from pg_policy p join relation r on r.oid = p.polrelid`;

const statistics = /* sql */ `
select 'statistics: ' || pg_get_statisticsobjdef(x.oid) || ${when("coalesce(x.stxstattarget, -1) <> -1", "x.stxstattarget::text")}
from pg_statistic_ext x join relation r on r.oid = x.stxrelid`;

/** Parts of the snapshot that tell relations and what hangs on them. */
export const relationParts: readonly SnapshotPart[] = [
  { lines: tables },
  { lines: columns },
  { lines: constraints },
  { lines: indexes },
  { lines: sequences, exists: ofUser("pg_class", "o.relkind = 'S'") },
  { lines: views, exists: ofUser("pg_class", "o.relkind in ('v', 'm')") },
  { lines: triggers, exists: ofUser("pg_trigger", "not o.tgisinternal") },
  { lines: partitionTriggers, exists: ofUser("pg_trigger", "o.tgparentid <> 0") },
  { lines: rules, exists: ofUser("pg_rewrite", "o.rulename <> '_RETURN'") },
  { lines: policies, exists: ofUser("pg_policy") },
  { lines: statistics, exists: ofUser("pg_statistic_ext") },
];
