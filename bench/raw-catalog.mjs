// The floor of a comparison: a bare process that connects, reads the catalog once, everything mig compares, as rows, and reads the models.
import { readFileSync } from "node:fs";
import pg from "pg";

const users = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
const relations = "pg_class c join pg_namespace n on n.oid = c.relnamespace";

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
const results = await client.query(`
begin transaction isolation level repeatable read read only;
select n.nspname from pg_namespace n where ${users};
select e.extname, e.extversion, n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace;
select n.nspname, c.relname, c.relkind, c.reloptions, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity
  from ${relations} where ${users} and c.relkind = 'r';
select a.attrelid::int8::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
    pg_get_expr(d.adbin, d.adrelid), a.attcollation::int8::text, a.attstorage, a.attcompression, a.attstattarget, a.attoptions
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'v', 'm') and ${users};
select n.nspname, c.relname, c.relkind, pg_get_viewdef(c.oid), c.reloptions from ${relations} where ${users} and c.relkind in ('v', 'm');
select k.conname, k.conrelid::int8::text, k.contypid::int8::text, k.contype, k.conkey::text, k.confrelid::int8::text,
    k.confkey::text, k.confupdtype, k.confdeltype, pg_get_expr(k.conbin, k.conrelid)
  from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${users} and k.contype <> 'n';
select i.indexrelid::int8::text, i.indrelid::int8::text, i.indisunique, i.indkey::text, i.indoption::text, i.indclass::text,
    pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid), x.relname, x.reloptions
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace where ${users};
select o.oid::int8::text, o.opcname, o.opcmethod::int8::text, o.opcintype::int8::text, o.opcdefault from pg_opclass o;
select n.nspname, s.stxname, s.stxrelid::int8::text, s.stxkeys::text, s.stxkind, pg_get_expr(s.stxexprs, s.stxrelid)
  from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${users};
select t.typname, e.enumlabel from pg_enum e join pg_type t on t.oid = e.enumtypid order by e.enumtypid, e.enumsortorder;
select n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod), t.typnotnull, pg_get_expr(t.typdefaultbin, 0)
  from pg_type t join pg_namespace n on n.oid = t.typnamespace where ${users} and t.typtype = 'd';
select c.relname, s.seqstart::text, s.seqincrement::text, s.seqmax::text, s.seqmin::text, s.seqcache::text, s.seqcycle
  from pg_sequence s join pg_class c on c.oid = s.seqrelid;
select p.polname, p.polrelid::int8::text, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
    pg_get_expr(p.polwithcheck, p.polrelid) from pg_policy p;
select d.classoid::int8::text, d.objoid::int8::text, d.objsubid, d.description from pg_description d where d.objoid >= 16384;
select d.classid::int8::text, d.objid::int8::text, d.refclassid::int8::text, d.refobjid::int8::text, d.refobjsubid
  from pg_depend d join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
  where d.refobjid >= 16384 and (d.refobjid, d.refobjsubid) <> (f.adrelid, f.adnum::int4);
select n.nspname, p.proname, p.prokind, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.prosrc, p.provolatile, p.proconfig
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${users};
select d.classid::int8::text, d.objid::int8::text, d.refclassid::int8::text, d.refobjid::int8::text, d.refobjsubid
  from pg_depend d where d.classid in ('pg_rewrite'::regclass, 'pg_policy'::regclass) and d.refobjid >= 16384;
commit`);
if (readFileSync(process.argv[2], "utf8").length === 0) throw new Error("The models were not read.");
if (results.length < 19) throw new Error("The catalog was not read.");
await client.end();
