import type { SchemaObject } from "../schema/object.ts";
import { tellUses, type Use } from "../schema/use.ts";
import type { CatalogQuery } from "./catalog-query.ts";
import { resource } from "./objects/resources.ts";
import { kinds } from "./objects/index.ts";

// What the server has found in the texts of objects: defaults, generated columns, checks, expressions and conditions of indexes of tables.
// Other kinds name their texts in their catalog query (`dependents`).

/** A dependency: the object whose text it is, and what the text uses. */
interface Row {
  /** A word of `resource`; or a resource key itself, where the others are null. */
  readonly user: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string | null;
  readonly is_generated: boolean;
  readonly used: "column" | "constraint" | "relation" | "type" | "routine" | "extension";
  readonly used_schema: string;
  readonly used_table: string | null;
  readonly used_name: string;
  /** Argument types of a function. */
  readonly signature: string | null;
}

const classOf = (catalog: string): string => `'pg_catalog.${catalog}'::pg_catalog.regclass`;

const onUsers = `d.deptype in ('n', 'a') and d.refobjid >= 16384 and d.refclassid in (${["pg_class", "pg_type", "pg_proc", "pg_constraint"].map(classOf).join(", ")})`;

/** What one of few objects depends on: looked up for each (OFFSET 0), not found among all the rows of keys and of columns of indexes. */
const dependsOn = (catalog: string, oid: string): string => `lateral (
      select d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
      where d.classid = ${classOf(catalog)} and d.objid = ${oid} and ${onUsers} offset 0) d`;

/** One row for each dependency in pg_depend of a text on something of the user's (oids below 16384 are the system's). */
export const dependenciesQuery = (catalogs: readonly CatalogQuery[]): string => `
  with own(key, classid, objid, self) as (${catalogs.flatMap(({ dependents }) => (dependents === undefined ? [] : [dependents])).join("\n    union all\n    ")}), u as materialized (
    select 'column' as what, f.adrelid as relid, a.attname::text as name, a.attgenerated <> '' as is_generated, f.refclassid, f.refobjid, f.refobjsubid
    from (
      select f.adrelid, f.adnum, d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_attrdef f
        join pg_catalog.pg_depend d on d.classid = ${classOf("pg_attrdef")} and d.objid = f.oid and ${onUsers}
      where not (d.refclassid = ${classOf("pg_class")} and d.refobjid = f.adrelid and d.refobjsubid = f.adnum) offset 0
    ) f join pg_catalog.pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum
    union all
    select 'constraint', k.conrelid, k.conname::text, false, d.refclassid, d.refobjid, d.refobjsubid
    from (select k.oid, k.conrelid, k.conname from pg_catalog.pg_constraint k where k.contype = 'c' and k.conrelid <> 0 offset 0) k,
      ${dependsOn("pg_constraint", "k.oid")}
    union all
    select 'relation', i.indrelid, i.relname::text, false, d.refclassid, d.refobjid, d.refobjsubid
    from (
      select i.indexrelid, i.indrelid, x.relname from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
      where i.indexprs is not null or i.indpred is not null offset 0
    ) i, ${dependsOn("pg_class", "i.indexrelid")}
    union all
    select own.key, null, null, false, d.refclassid, d.refobjid, d.refobjsubid
    from own, lateral (
      select distinct d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
      where d.classid = own.classid and d.objid = own.objid and ${onUsers} and d.refobjid <> own.self offset 0) d
  )
  select u.what as "user", n.nspname::text as schema, t.relname::text as "table", u.name, u.is_generated,
    case when x.oid is not null then 'extension' when p.oid is not null then 'routine' when q.oid is not null then 'constraint' when a.attname is not null then 'column' when c.oid is not null then 'relation' else 'type' end as used,
    coalesce(rn.nspname, yn.nspname, pn.nspname)::text as used_schema, case when a.attname is not null or q.oid is not null then c.relname::text end as used_table,
    coalesce(x.extname, q.conname, a.attname, c.relname, e.typname, p.proname)::text as used_name,
    case when p.oid is not null then pg_catalog.oidvectortypes(p.proargtypes) end as signature
  from u
    left join pg_catalog.pg_class t on t.oid = u.relid left join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    left join pg_catalog.pg_type y on u.refclassid = ${classOf("pg_type")} and y.oid = u.refobjid
    left join pg_catalog.pg_type e on e.oid = case when y.typcategory = 'A' and y.typelem <> 0 then y.typelem else y.oid end
    left join pg_catalog.pg_namespace yn on yn.oid = e.typnamespace
    left join pg_catalog.pg_constraint q on u.refclassid = ${classOf("pg_constraint")} and q.oid = u.refobjid
    left join pg_catalog.pg_class c on c.oid = case when u.refclassid = ${classOf("pg_class")} then u.refobjid else q.conrelid end
    left join pg_catalog.pg_namespace rn on rn.oid = c.relnamespace
    left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = u.refobjsubid and u.refobjsubid > 0
    left join pg_catalog.pg_proc p on u.refclassid = ${classOf("pg_proc")} and p.oid = u.refobjid
    left join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
    left join pg_catalog.pg_depend m on u.relid is null and m.classid = u.refclassid and m.objid = u.refobjid and m.deptype = 'e'
    left join pg_catalog.pg_extension x on x.oid = m.refobjid
  where (u.refclassid = ${classOf("pg_class")} and u.refobjid = u.relid and u.refobjsubid = 0) is not true`;

/** Keeps beside each object that has texts what these use. */
export function tellDependencies(objects: readonly SchemaObject[], rows: readonly object[]): void {
  const uses = new Map<string, Use[]>();
  for (const row of rows as readonly Row[]) {
    const list = uses.get(userKey(row));
    if (list === undefined) uses.set(userKey(row), [useOf(row)]);
    else list.push(useOf(row));
  }
  for (const object of objects) {
    const kind = kinds.of(object.kind);
    if (kind.expressions === undefined) continue;
    const found = kind.owns(object).flatMap((key) => uses.get(key) ?? nothing);
    tellUses(object, found.length === 0 ? nothing : found);
  }
}

/** One empty list for all that use nothing. */
const nothing: readonly Use[] = [];

function userKey({ user, schema, table, name }: Row): string {
  if (schema === null || table === null || name === null) return user;
  if (user === "relation") return resource.relation(schema, name);
  return user === "column" ? resource.column(schema, table, name) : resource.constraint(schema, table, name);
}

/**
 * What is no part of a table blocks all that it uses. A part of a table goes with the columns of the table that its text names, and follows them. A default follows all that it uses; what
 * a generated column is worked out from must not change under it.
 */
function useOf(row: Row): Use {
  const of = usedKey(row);
  const within = row.used_table === null ? {} : { in: resource.relation(row.used_schema, row.used_table) };
  if (row.table === null) return { of, ...within, how: "blocks" };
  if (row.user === "column") return { of, ...within, how: "blocks", ...(row.is_generated ? {} : { follows: true }) };
  const isOwnColumn = row.used === "column" && row.used_schema === row.schema && row.used_table === row.table;
  return isOwnColumn ? { of, ...within, how: "part", follows: true } : { of, ...within, how: "blocks" };
}

function usedKey({ used, used_schema: schema, used_table: table, used_name: name, signature }: Row): string {
  if (used === "extension") return resource.extension(name);
  if (used === "column" || used === "constraint") return resource[used](schema, table ?? "", name);
  return used === "routine" ? resource.signature(schema, name, signature ?? "") : resource[used](schema, name);
}
