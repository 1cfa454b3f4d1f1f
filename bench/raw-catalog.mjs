// The floor of a comparison: a bare process that connects, reads the catalog once, everything mig compares, as rows, and reads the models.
import { readFileSync } from "node:fs";
import pg from "pg";

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
const results = await client.query(`
begin transaction isolation level repeatable read read only;
select n.nspname, c.relname, c.relkind, c.reloptions from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind = 'r';
select a.attrelid::int8::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema';
select k.conname, k.conrelid::int8::text, k.contype, k.conkey::text, k.confrelid::int8::text, k.confkey::text, k.confupdtype, k.confdeltype, pg_get_expr(k.conbin, k.conrelid)
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema';
select i.indexrelid::int8::text, i.indrelid::int8::text, i.indisunique, i.indkey::text, i.indoption::text, i.indclass::text, pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid), x.relname, x.reloptions
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema';
select t.typname, e.enumlabel from pg_enum e join pg_type t on t.oid = e.enumtypid order by e.enumtypid, e.enumsortorder;
select c.relname, s.seqstart::text, s.seqincrement::text, s.seqmax::text, s.seqmin::text, s.seqcache::text, s.seqcycle from pg_sequence s join pg_class c on c.oid = s.seqrelid;
select d.objoid::int8::text, d.objsubid, d.description from pg_description d join pg_class c on c.oid = d.objoid join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema';
commit`);
if (readFileSync(process.argv[2], "utf8").length === 0) throw new Error("The models were not read.");
if (results.length < 9) throw new Error("The catalog was not read.");
await client.end();
