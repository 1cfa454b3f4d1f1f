import { ofUser, privileges, when, type SnapshotPart } from "./scope.ts";

const schemas = /* sql */ `
select 'schema ' || s.name || ${privileges("s.nspacl", "n", "s.nspowner")} as line from space s`;

const extensions = /* sql */ `
select 'extension ' || quote_ident(e.extname) || ' in ' || quote_ident(n.nspname) || ' version ' || e.extversion
from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`;

const ownType = /* sql */ `not exists (select from member m where m.classid = 'pg_type'::regclass and m.objid = t.oid)`;

const enumTypes = /* sql */ `
select 'enum type ' || s.name || '.' || quote_ident(t.typname) || ': '
  || coalesce((select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid), '')
  || ${privileges("t.typacl", "T", "t.typowner")}
from pg_type t join space s on s.oid = t.typnamespace where t.typtype = 'e' and ${ownType}`;

const domains = /* sql */ `
select 'domain ' || s.name || '.' || quote_ident(t.typname) || ': ' || format_type(t.typbasetype, t.typtypmod)
  || ${when("t.typnotnull", "'not null'")} || coalesce(' default ' || t.typdefault, '')
  || coalesce((select string_agg(' constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), '' order by k.conname)
       from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '') || ${privileges("t.typacl", "T", "t.typowner")}
from pg_type t join space s on s.oid = t.typnamespace where t.typtype = 'd' and ${ownType}`;

const ranges = /* sql */ `
select 'range type ' || s.name || '.' || quote_ident(t.typname) || ': ' || format_type(r.rngsubtype, null)
  || ${when("not o.opcdefault", "'class ' || o.opcname")}
  || coalesce((select ' collate ' || l.collname from pg_collation l where l.oid = r.rngcollation and l.collname <> 'default'), '')
  || ${when("r.rngcanonical::oid <> 0", "'canonical ' || r.rngcanonical::text")} || ${when("r.rngsubdiff::oid <> 0", "'difference ' || r.rngsubdiff::text")}
  || ' multirange ' || r.rngmultitypid::regtype::text || ${privileges("t.typacl", "T", "t.typowner")}
from pg_range r join pg_type t on t.oid = r.rngtypid join space s on s.oid = t.typnamespace join pg_opclass o on o.oid = r.rngsubopc
where ${ownType}`;

// their columns are told with those of the tables
const compositeTypes = /* sql */ `
select 'composite type ' || r.name || ${privileges("t.typacl", "T", "t.typowner")}
from relation r join pg_type t on t.oid = r.reltype where r.relkind = 'c'`;

const defaultPrivileges = /* sql */ `
select 'default privileges of ' || d.defaclrole::regrole || coalesce(' in ' || s.name, '') || ' on ' || d.defaclobjtype::text || ': '
  || (select coalesce(string_agg(item::text, ', ' order by item::text), 'none') from unnest(d.defaclacl) item)
from pg_default_acl d left join space s on s.oid = d.defaclnamespace where d.defaclnamespace = 0 or s.oid is not null`;

const functions = /* sql */ `
select case p.prokind when 'a' then 'aggregate ' || p.oid::regprocedure::text || ' ' || pg_get_function_arguments(p.oid) || ' ' || p.proparallel::text || (
    select concat(to_jsonb(a) - array['aggfnoid', 'aggtranstype', 'aggmtranstype', 'aggsortop'], a.aggtranstype::regtype, nullif(a.aggmtranstype, 0)::regtype,
      nullif(a.aggsortop, 0)::regoperator) from pg_aggregate a where a.aggfnoid = p.oid) else 'function ' || pg_get_functiondef(p.oid) end || ${privileges("p.proacl", "f", "p.proowner")}
from pg_proc p join space s on s.oid = p.pronamespace
where not exists (select from member m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')`;

const eventTriggers = /* sql */ `
select 'event trigger ' || quote_ident(e.evtname) || ' on ' || e.evtevent || ': ' || e.evtfoid::regprocedure
  || coalesce((select ' ' || string_agg(tag, ', ' order by tag) from unnest(e.evttags) tag), '') || ${when("e.evtenabled <> 'O'", "e.evtenabled::text")}
from pg_event_trigger e where not exists (select from member m where m.classid = 'pg_event_trigger'::regclass and m.objid = e.oid)`;

const collations = /* sql */ `
select 'collation ' || s.name || '.' || quote_ident(c.collname) || ': ' || ((to_jsonb(c) || jsonb_build_object('locale', coalesce(to_jsonb(c)->>'colllocale', to_jsonb(c)->>'colliculocale')))
  - array['oid', 'collname', 'collnamespace', 'collowner', 'collversion', 'colllocale', 'colliculocale'])
from pg_collation c join space s on s.oid = c.collnamespace
where not exists (select from member m where m.classid = 'pg_collation'::regclass and m.objid = c.oid)`;

const without = (catalog: string, alias: string): string =>
  `not exists (select from member m where m.classid = '${catalog}'::regclass and m.objid = ${alias}.oid)`;

const familyMembers = (family: string, owner: string): string => `coalesce((
    select string_agg(' operator ' || a.amopstrategy || ' ' || a.amopopr::regoperator || coalesce(' by ' || (select f.opfname from pg_opfamily f where f.oid = a.amopsortfamily), ''), ',' order by a.amopstrategy, a.amopopr::regoperator::text)
    from pg_amop a where a.amopfamily = ${family} and exists (select from pg_depend d where d.classid = 'pg_amop'::regclass and d.objid = a.oid and ${owner})), '') || coalesce((
    select string_agg(' function ' || a.amprocnum || ' ' || a.amproclefttype::regtype || ' ' || a.amprocrighttype::regtype || ' ' || a.amproc::regprocedure, ',' order by a.amprocnum, a.amproc::regprocedure::text)
    from pg_amproc a where a.amprocfamily = ${family} and exists (select from pg_depend d where d.classid = 'pg_amproc'::regclass and d.objid = a.oid and ${owner})), '')`;

const operators: readonly SnapshotPart[] = [
  {
    exists: ofUser("pg_operator"),
    lines: /* sql */ `
select 'operator ' || o.oid::regoperator || ' in ' || s.name || ': ' || concat_ws(' ', o.oprcode, o.oprrest, o.oprjoin, 'c ' || nullif(o.oprcom, 0)::regoperator,
  'n ' || nullif(o.oprnegate, 0)::regoperator, o.oprcanmerge, o.oprcanhash)
from pg_operator o join space s on s.oid = o.oprnamespace where ${without("pg_operator", "o")}`,
  },
  {
    exists: ofUser("pg_opfamily"),
    lines: /* sql */ `
select 'operator family ' || s.name || '.' || quote_ident(f.opfname) || ' ' || m.amname || ':' || ${familyMembers("f.oid", "d.refclassid = 'pg_opfamily'::regclass and d.refobjid = f.oid")}
from pg_opfamily f join space s on s.oid = f.opfnamespace join pg_am m on m.oid = f.opfmethod where ${without("pg_opfamily", "f")}`,
  },
  {
    exists: ofUser("pg_opclass"),
    lines: /* sql */ `
select 'operator class ' || s.name || '.' || quote_ident(c.opcname) || ' ' || m.amname || ' in ' || f.opfname || ' for ' || concat_ws(' ', c.opcintype::regtype, nullif(c.opckeytype, 0)::regtype, c.opcdefault)
  || ':' || ${familyMembers("f.oid", "d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid")}
from pg_opclass c join space s on s.oid = c.opcnamespace join pg_am m on m.oid = c.opcmethod join pg_opfamily f on f.oid = c.opcfamily where ${without("pg_opclass", "c")}`,
  },
  {
    exists: ofUser("pg_cast"),
    lines: /* sql */ `
select 'cast from ' || c.castsource::regtype || ' to ' || c.casttarget::regtype || ': ' || concat_ws(' ', nullif(c.castfunc, 0)::regprocedure, c.castcontext, c.castmethod)
from pg_cast c where c.oid >= 16384 and ${without("pg_cast", "c")}`,
  },
  {
    exists: ofUser("pg_transform"),
    lines: /* sql */ `
select 'transform of ' || t.trftype::regtype || ' ' || l.lanname || ': ' || concat_ws(' ', t.trffromsql, t.trftosql)
from pg_transform t join pg_language l on l.oid = t.trflang where t.oid >= 16384 and ${without("pg_transform", "t")}`,
  },
  {
    exists: ofUser("pg_conversion"),
    lines: /* sql */ `
select 'conversion ' || s.name || '.' || quote_ident(c.conname) || ': ' || concat_ws(' ', c.conforencoding, c.contoencoding, c.conproc, c.condefault)
from pg_conversion c join space s on s.oid = c.connamespace where ${without("pg_conversion", "c")}`,
  },
];

const sorted = (list: string): string => `(select string_agg(item, ', ' order by item) from unnest(string_to_array(${list}, ', ')) item)`;

const parsers = /* sql */ `
select 'parser ' || s.name || '.' || quote_ident(p.prsname) || ': ' || concat_ws(' ', p.prsstart, p.prstoken, p.prsend, p.prslextype, p.prsheadline)
from pg_ts_parser p join space s on s.oid = p.prsnamespace where ${without("pg_ts_parser", "p")}`;

const templates = /* sql */ `
select 'template ' || s.name || '.' || quote_ident(t.tmplname) || ': ' || concat_ws(' ', t.tmplinit, t.tmpllexize)
from pg_ts_template t join space s on s.oid = t.tmplnamespace where ${without("pg_ts_template", "t")}`;

const dictionaries = /* sql */ `
select 'dictionary ' || s.name || '.' || quote_ident(d.dictname) || ': ' || t.tmplnamespace::regnamespace || '.' || t.tmplname || coalesce(' ' || ${sorted("d.dictinitoption")}, '')
from pg_ts_dict d join space s on s.oid = d.dictnamespace join pg_ts_template t on t.oid = d.dicttemplate
where not exists (select from member m where m.classid = 'pg_ts_dict'::regclass and m.objid = d.oid)`;

const configurations = /* sql */ `
select 'configuration ' || s.name || '.' || quote_ident(c.cfgname) || ': ' || p.prsnamespace::regnamespace || '.' || p.prsname || coalesce((
    select string_agg(' ' || m.maptokentype || ' ' || m.mapdict::regdictionary, ',' order by m.maptokentype, m.mapseqno)
    from pg_ts_config_map m where m.mapcfg = c.oid), '')
from pg_ts_config c join space s on s.oid = c.cfgnamespace join pg_ts_parser p on p.oid = c.cfgparser
where not exists (select from member m where m.classid = 'pg_ts_config'::regclass and m.objid = c.oid)`;

const publications = /* sql */ `
select 'publication ' || quote_ident(p.pubname) || ': ' || concat_ws(', ', case when p.puballtables then 'all tables' end,
  case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end,
  case when p.pubtruncate then 'truncate' end, case when p.pubviaroot then 'via root' end, nullif(to_jsonb(p)->>'pubgencols', 'n'))
from pg_publication p where not exists (select from member m where m.classid = 'pg_publication'::regclass and m.objid = p.oid)
union all
select 'published ' || quote_ident(p.pubname) || ' table ' || r.name || coalesce(' (' || (
    select string_agg(quote_ident(a.attname), ', ' order by a.attname) from pg_attribute a where a.attrelid = r.oid and a.attnum = any (o.prattrs)) || ')', '')
  || coalesce(' where ' || pg_get_expr(o.prqual, o.prrelid), '')
from pg_publication_rel o join pg_publication p on p.oid = o.prpubid join relation r on r.oid = o.prrelid
union all
select 'published ' || quote_ident(p.pubname) || ' schema ' || s.name
from pg_publication_namespace o join pg_publication p on p.oid = o.pnpubid join space s on s.oid = o.pnnspid`;

const secretOption = "'pass|pwd|secret|credential|token$|key'";

const accessMethods = /* sql */ `
select 'access method ' || quote_ident(a.amname) || ' ' || a.amtype::text || ' ' || a.amhandler
from pg_am a where a.oid >= 16384 and ${without("pg_am", "a")}`;

const options = (list: string, value = `case when x.option_name ~* ${secretOption} then '***' else x.option_value end`): string =>
  `coalesce((select ' (' || string_agg(x.option_name || '=' || ${value}, ', ' order by x.option_name) || ')' from pg_options_to_table(${list}) x), '')`;

/** Without secrets: of user mappings, all values are. */
const foreignData = /* sql */ `
select 'foreign data wrapper ' || quote_ident(w.fdwname) || ' handler ' || w.fdwhandler::regproc || ' validator ' || w.fdwvalidator::regproc
  || ${options("w.fdwoptions")} || ${privileges("w.fdwacl", "F", "w.fdwowner")}
from pg_foreign_data_wrapper w where not exists (select from member m where m.classid = 'pg_foreign_data_wrapper'::regclass and m.objid = w.oid)
union all
select 'server ' || quote_ident(s.srvname) || ' of ' || w.fdwname || coalesce(' type ' || s.srvtype, '') || coalesce(' version ' || s.srvversion, '')
  || ${options("s.srvoptions")} || ${privileges("s.srvacl", "S", "s.srvowner")}
from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
where not exists (select from member m where m.classid = 'pg_foreign_server'::regclass and m.objid = s.oid)
union all
select 'user mapping of ' || u.usename || ' on ' || u.srvname || ${options("u.umoptions", "'***'")} from pg_user_mappings u`;

/** Without their connections, and whether they run. Only superusers may read all of it. */
const subscriptions = /* sql */ `
select 'subscription ' || quote_ident(s.subname) || ': ' || (select string_agg(p, ', ' order by p) from unnest(s.subpublications) p)
  || coalesce(' slot ' || s.subslotname, '') || ' streaming ' || s.substream::text || ' commit ' || s.subsynccommit
  || ${when("s.subbinary", "'binary'")} || ${when("s.subdisableonerr", "'stops'")} || coalesce(' origin ' || (to_jsonb(s)->>'suborigin'), '')
  || ${when("(to_jsonb(s)->>'subpasswordrequired') = 'false'", "'no password'")} || ${when("(to_jsonb(s)->>'subrunasowner') = 'true'", "'as owner'")}
from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())`;

/**
 * Comments on anything that a user made, and on the schema public; not on what extensions or hidden tables hold, nor those that DROP
 * SUBSCRIPTION leaves behind.
 */
const comments = /* sql */ `
select 'comment on ' || o.type || ' ' || o.identity || ': ' || d.description
from pg_description d cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) o
where o.identity is not null and (d.objoid >= 16384 or (d.classoid = 'pg_namespace'::regclass and d.objoid in (select oid from space)))
  and not exists (select from member m where m.classid = d.classoid and m.objid = d.objoid)
  and not exists (select from hidden h where h.oid = case d.classoid
    when 'pg_class'::regclass then coalesce((select i.indrelid from pg_index i where i.indexrelid = d.objoid), d.objoid)
    when 'pg_constraint'::regclass then (select k.conrelid from pg_constraint k where k.oid = d.objoid)
    when 'pg_trigger'::regclass then (select t.tgrelid from pg_trigger t where t.oid = d.objoid)
    when 'pg_policy'::regclass then (select p.polrelid from pg_policy p where p.oid = d.objoid) end)`;

/** Parts of the snapshot that tell what does not hang on a relation. */
export const objectParts: readonly SnapshotPart[] = [
  { lines: schemas },
  { lines: extensions },
  { lines: defaultPrivileges, exists: "exists (select from pg_default_acl)" },
  { lines: collations, exists: ofUser("pg_collation") },
  ...operators,
  { lines: enumTypes, exists: ofUser("pg_type", "o.typtype = 'e'") },
  { lines: domains, exists: ofUser("pg_type", "o.typtype = 'd'") },
  { lines: ranges, exists: ofUser("pg_type", "o.typtype = 'r'") },
  { lines: compositeTypes, exists: ofUser("pg_class", "o.relkind = 'c'") },
  { lines: functions, exists: ofUser("pg_proc") },
  { lines: eventTriggers, exists: ofUser("pg_event_trigger") },
  { lines: parsers, exists: ofUser("pg_ts_parser") },
  { lines: templates, exists: ofUser("pg_ts_template") },
  { lines: dictionaries, exists: ofUser("pg_ts_dict") },
  { lines: configurations, exists: ofUser("pg_ts_config") },
  { lines: accessMethods, exists: ofUser("pg_am") },
  { lines: publications, exists: ofUser("pg_publication") },
  { lines: foreignData, exists: ofUser("pg_foreign_data_wrapper") },
  {
    lines: subscriptions,
    exists: "has_column_privilege('pg_subscription', 'subconninfo', 'select') and exists (select s.oid from pg_subscription s)",
  },
  { lines: comments, exists: "exists (select from pg_description d where d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass)" },
];
