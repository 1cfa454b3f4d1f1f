import { classOf } from "../catalog-place.ts";
import { childrenOfOthers, isOfForeignType } from "../catalog-query.ts";
import type { UnmodelledSource } from "./source.ts";

const child = `o.oid in (${childrenOfOthers})`;

const columns = `(
  select string_agg(format(E'\\n%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
    || case when a.attcollation <> y.typcollation then ' collate ' || a.attcollation::pg_catalog.regcollation else '' end
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(' ' || nullif(a.attidentity::text || a.attgenerated::text, ''), '') || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
    || coalesce(' ' || a.attoptions::text, '') || coalesce(' ' || a.attfdwoptions::text, '') || coalesce(' ' || a.attacl::text, '')
    || case when a.attislocal then '' else ' inherited' end, '' order by a.attnum)
  from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped)`;

const lines = (list: string): string => `coalesce((${list}), '')`;

const constraints = lines(
  `select string_agg(format(E'\\n%I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.conname) from pg_catalog.pg_constraint k
    where k.conrelid = o.oid`,
);

const indexes = lines(`
  select string_agg(E'\\n' || pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' invalid' end
    || case when i.indisclustered then ' clustered' else '' end || case when i.indisreplident then ' replica identity' else '' end
    || coalesce(' ' || obj_description(i.indexrelid, 'pg_class'), ''), '' order by i.indexrelid::pg_catalog.regclass::text)
  from pg_catalog.pg_index i where i.indrelid = o.oid`);

const parents = lines(
  `select string_agg(' inherits ' || i.inhparent::pg_catalog.regclass, '' order by i.inhseqno) from pg_catalog.pg_inherits i
    where i.inhrelid = o.oid`,
);

const foreignTable = lines(
  "select ' server ' || s.srvname || coalesce(' ' || f.ftoptions::text, '') from pg_catalog.pg_foreign_table f join pg_catalog.pg_foreign_server s on s.oid = f.ftserver where f.ftrelid = o.oid",
);

/** What its columns own. */
const sequences = lines(`
  select string_agg(format(E'\\nsequence %I %s', c.relname, to_jsonb(s) - array['seqrelid', 'seqtypid'])
    || coalesce(' ' || c.relacl::text, '')
    || coalesce(' ' || obj_description(c.oid, 'pg_class'), ''), '' order by c.relname)
  from pg_catalog.pg_depend d join pg_catalog.pg_sequence s on s.seqrelid = d.objid join pg_catalog.pg_class c on c.oid = d.objid
  where d.classid = ${classOf("pg_class")} and d.refclassid = ${classOf("pg_class")} and d.refobjid = o.oid and d.refobjsubid > 0`);

/** Tables of types that extensions have brought. */
export const relationSource: UnmodelledSource = {
  catalog: "pg_class",
  what: "case when o.reloftype <> 0 then 'table of a type' else 'table that inherits' end",
  namespace: "relnamespace",
  where: `o.relkind in ('r', 'p', 'f') and (${isOfForeignType("o")} or ${child}) and o.relpersistence <> 't'`,
  definition: `concat_ws(' ', o.relkind, o.relpersistence, o.reloptions::text,
    case when o.relkind = 'p' then pg_get_partkeydef(o.oid) end, pg_get_expr(o.relpartbound, o.oid),
    case when o.reloftype <> 0 then o.reloftype::pg_catalog.regtype end, case when o.relrowsecurity then 'row security' end,
    case when o.relforcerowsecurity then 'forced' end, nullif(o.relreplident::text, 'd'),
    (select m.amname from pg_catalog.pg_am m where m.oid = o.relam))
    || ${parents} || ${foreignTable} || coalesce(${columns}, '') || ${constraints} || ${indexes} || ${sequences}`,
  owner: "relowner",
  access: { acl: "relacl", letter: "r" },
};

const base = `concat_ws(' ', o.typinput, o.typoutput, o.typreceive, o.typsend, o.typmodin, o.typmodout, o.typanalyze, o.typlen, o.typbyval, o.typcategory, o.typispreferred, o.typdelim, o.typalign, o.typstorage, o.typdefault)`;

/** Base types, and those that have no more than a name; not the types that tables, arrays and multiranges bring along. */
export const typeSource: UnmodelledSource = {
  catalog: "pg_type",
  namespace: "typnamespace",
  where: "o.typtype in ('b', 'p') and o.typsubscript <> 'pg_catalog.array_subscript_handler'::pg_catalog.regproc",
  definition: base,
  owner: "typowner",
  access: { acl: "typacl", letter: "T" },
};
