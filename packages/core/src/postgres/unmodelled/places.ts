import { classOf, firstUserOid } from "./source.ts";

/** A place in the catalog: three columns, as pg_depend has them. */
export interface CatalogPlace {
  readonly classid: string;
  readonly objid: string;
  readonly objsubid: string;
}

/**
 * The modelled object at a place as a JSON list: a word of `resource` and its arguments. A type that comes with a table is
 * that table, an array's is its element, and what an extension brought is the extension. Null: no kind models it.
 */
export const placeJson = ({ classid, objid, objsubid }: CatalogPlace): string => `case when ${objid} >= ${firstUserOid} then coalesce(
  (select json_build_array('extension', x.extname) from pg_catalog.pg_depend e join pg_catalog.pg_extension x on x.oid = e.refobjid
    where e.classid = ${classid} and e.objid = ${objid} and e.deptype = 'e'),
  case ${classid}
    when ${classOf("pg_class")} then (
      select case when a.attname is null then json_build_array('relation', n.nspname, c.relname) else json_build_array('column', n.nspname, c.relname, a.attname) end
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = ${objsubid} and a.attnum > 0
      where c.oid = ${objid})
    when ${classOf("pg_type")} then (
      select case when c.oid is null then json_build_array('type', n.nspname, y.typname) else json_build_array('relation', n.nspname, c.relname) end
      from pg_catalog.pg_type t join pg_catalog.pg_type y on y.oid = case when t.typelem <> 0 and t.typcategory = 'A' then t.typelem else t.oid end
        join pg_catalog.pg_namespace n on n.oid = y.typnamespace left join pg_catalog.pg_class c on c.oid = y.typrelid and c.relkind <> 'c'
      where t.oid = ${objid})
    when ${classOf("pg_constraint")} then (
      select json_build_array('constraint', n.nspname, coalesce(c.relname, y.typname), k.conname)
      from pg_catalog.pg_constraint k left join pg_catalog.pg_class c on c.oid = k.conrelid left join pg_catalog.pg_type y on y.oid = k.contypid
        join pg_catalog.pg_namespace n on n.oid = coalesce(c.relnamespace, y.typnamespace) where k.oid = ${objid})
    when ${classOf("pg_attrdef")} then (
      select json_build_array('column', n.nspname, c.relname, a.attname)
      from pg_catalog.pg_attrdef f join pg_catalog.pg_class c on c.oid = f.adrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum where f.oid = ${objid})
    when ${classOf("pg_rewrite")} then (
      select json_build_array('relation', n.nspname, c.relname)
      from pg_catalog.pg_rewrite w join pg_catalog.pg_class c on c.oid = w.ev_class join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where w.oid = ${objid} and w.rulename = '_RETURN')
    when ${classOf("pg_proc")} then (
      select json_build_array('signature', n.nspname, p.proname, oidvectortypes(p.proargtypes))
      from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where p.oid = ${objid} and p.prokind <> 'a')
    when ${classOf("pg_namespace")} then (select json_build_array('schema', n.nspname) from pg_catalog.pg_namespace n where n.oid = ${objid})
    when ${classOf("pg_extension")} then (select json_build_array('extension', x.extname) from pg_catalog.pg_extension x where x.oid = ${objid})
  end) when ${classid} = ${classOf("pg_namespace")} then (select json_build_array('schema', n.nspname) from pg_catalog.pg_namespace n where n.oid = ${objid} and n.nspname = 'public') end`;
