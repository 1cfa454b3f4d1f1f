import { classOf } from "../catalog-place.ts";
import { relationsOnce } from "../catalog-query.ts";
import { catalogs } from "../objects/index.ts";
import { placeTables } from "../places.ts";
import { usualOwners } from "../rights.ts";
import { sourceExists, sourceQuery, type Part } from "./source.ts";
import { unmodelledSources } from "./sources.ts";

/** What belongs to an object: what PostgreSQL made with it and, of a relation, its constraints, defaults and indexes. */
const parts = `(
  select o.classid, o.objid
  union all
  select d.classid, d.objid from pg_catalog.pg_depend d
  where d.refclassid = o.classid and d.refobjid = o.objid
    and (d.deptype = 'i' or d.deptype = 'a' and d.classid in (${classOf("pg_constraint")}, ${classOf("pg_attrdef")}, ${classOf("pg_class")})))`;

const how = "case when dep.deptype = 'a' then 'part' else 'blocks' end";

/** Statistics and constraints are made again by PostgreSQL when a type changes. */
const follows = `part.classid in (${classOf("pg_statistic_ext")}, ${classOf("pg_constraint")})`;

const relationLike = [classOf("pg_class"), classOf("pg_constraint")].join(", ");

/** Places that an object has to do with: what it uses (`part` or `blocks`), what uses it, whose names it takes. */
const links = `(
  select ${how} as role, ${follows} as follows, dep.refclassid as classid, dep.refobjid as objid, dep.refobjsubid as objsubid
  from pg_catalog.pg_depend dep where dep.classid = part.classid and dep.objid = part.objid and dep.deptype in ('n', 'a')
    and (dep.refclassid, dep.refobjid) <> (o.classid, o.objid)
  union all
  select 'used by', false, dep.classid, dep.objid, dep.objsubid
  from pg_catalog.pg_depend dep where dep.refclassid = part.classid and dep.refobjid = part.objid and dep.deptype in ('n', 'a')
    and (dep.classid, dep.objid) <> (o.classid, o.objid)
    and (dep.classid in (${relationLike}, ${classOf("pg_attrdef")}, ${classOf("pg_rewrite")}, ${classOf("pg_proc")})
      or dep.classid = ${classOf("pg_type")} and dep.objid in (select d.oid from pg_catalog.pg_type d where d.typtype = 'd'))
  union all
  select 'owns', false, part.classid, part.objid, 0 where part.classid in (${relationLike}, ${classOf("pg_type")}))`;

/** The comment on an object that has SQL to make it again, as more of that SQL. */
const restoredComment = `coalesce((
      select format(E';\\ncomment on %s %s is %L', case i.type when 'statistics object' then 'statistics' else i.type end,
        replace(i.identity, 'pg_catalog.', ''), c.description)
      from pg_catalog.pg_description c where c.classoid = o.classid and c.objoid = o.objid and c.objsubid = 0
    ), '')`;

/** A part for each catalog. */
export const objectParts = (version: number): readonly Part[] =>
  unmodelledSources
    .filter(({ since = 0 }) => version >= since)
    .map((source) => ({ key: `objects ${source.catalog}`, exists: [sourceExists(source)], text: sourceQuery(source) }));

/** Objects that no kind models, one row each, with what pg_depend knows of them. */
export const objectsQuery = (present: readonly Part[]): string => `
  with ${usualOwners}, ${relationsOnce}, o as materialized (${present.map(({ text }) => text).join("\n    union all\n    ")}), link as materialized (
    select o.classid as of_class, o.objid as of_id, l.* from o, lateral ${parts} part, lateral ${links} l
  ), ${placeTables("select distinct l.classid, l.objid, l.objsubid from link l", catalogs, "all")}, linked as (
    select l.of_class, l.of_id, json_agg(json_build_array(l.role, l.follows,
      case when p.word is not null then json_build_array(p.word, p.schema, p."table", p.name, p.signature) end))::text as links
    from link l left join place p on p.classid = l.classid and p.objid = l.objid and p.objsubid = l.objsubid
    group by 1, 2
  )
  select coalesce(o.what, i.type) as what, replace(i.identity, 'pg_catalog.', '') as name, o.definition || coalesce((
      select string_agg(E'\\n-- ' || c.objsubid || ' ' || c.description, '' order by c.objsubid)
      from pg_catalog.pg_description c where c.classoid = o.classid and c.objoid = o.objid
    ), '') as definition,
    o.restore || ${restoredComment} as restore, linked.links,
    case when o.classid = ${classOf("pg_class")} then parse_ident(i.identity) end as relation
  from o left join linked on linked.of_class = o.classid and linked.of_id = o.objid, lateral pg_identify_object(o.classid, o.objid, 0) i
  order by 1, 2`;
