import type { SchemaObject } from "../schema/object.ts";
import { tellUses, type Use } from "../schema/use.ts";
import { classOf } from "./catalog-place.ts";
import { firstUserOid, type CatalogQuery } from "./catalog-query.ts";
import { resource } from "./objects/resources.ts";
import { kinds } from "./objects/index.ts";
import { keyAt, placedCatalogs, placeTables, withinAt, type Place } from "./places.ts";

// What the server has found in the texts of objects: defaults, generated columns, checks, expressions and conditions of indexes of tables;
// and which operator classes indexes take without a word.
// Other kinds name their texts in their catalog query (`dependents`).

/** A dependency: the object whose text it is, and what the text uses. */
interface Row {
  /** `column`, `constraint` or `relation`, of a table; or a resource key, where the others are null. */
  readonly user: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string | null;
  readonly is_generated: boolean;
  readonly used: string;
  readonly used_schema: string | null;
  readonly used_table: string | null;
  readonly used_name: string;
  readonly used_signature: string | null;
}

/** What one of few objects depends on: looked up for each (OFFSET 0), not found among all the rows of keys and of columns of indexes. */
const dependsOn = (catalog: string, oid: string, onUsers: string): string => `lateral (
      select d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
      where d.classid = ${classOf(catalog)} and d.objid = ${oid} and ${onUsers} offset 0) d`;

/** One row for each dependency in pg_depend of a text on something of the user's (oids below 16384 are the system's). */
export function dependenciesQuery(catalogs: readonly CatalogQuery[]): string {
  const onUsers = `d.deptype in ('n', 'a') and d.refobjid >= ${firstUserOid} and d.refclassid in (${placedCatalogs(catalogs, "used in texts").map(classOf).join(", ")})`;
  return `
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
      ${dependsOn("pg_constraint", "k.oid", onUsers)}
    union all
    select 'relation', i.indrelid, i.relname::text, false, d.refclassid, d.refobjid, d.refobjsubid
    from (
      select i.indexrelid, i.indrelid, x.relname from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
      where i.indexprs is not null or i.indpred is not null offset 0
    ) i, ${dependsOn("pg_class", "i.indexrelid", onUsers)}
    union all
    select 'relation', i.indrelid, x.relname::text, false, d.refclassid, d.refobjid, 0
    from pg_catalog.pg_depend d join pg_catalog.pg_index i on i.indexrelid = d.objid join pg_catalog.pg_class x on x.oid = i.indexrelid
    where d.classid = ${classOf("pg_class")} and d.refclassid = ${classOf("pg_opclass")} and d.refobjid >= ${firstUserOid}
      and i.indexprs is null and i.indpred is null
    union all
    select own.key, null, null, false, d.refclassid, d.refobjid, d.refobjsubid
    from own, lateral (
      select distinct d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
      where d.classid = own.classid and d.objid = own.objid and ${onUsers} and d.refobjid <> own.self offset 0) d
  ), ${placeTables("select distinct u.refclassid as classid, u.refobjid as objid, u.refobjsubid as objsubid from u", catalogs, "used in texts")}
  select u.what as "user", n.nspname::text as schema, c.relname::text as "table", u.name, u.is_generated,
    p.word as used, p.schema as used_schema, p."table" as used_table, p.name as used_name, p.signature as used_signature
  from u
    join place p on p.classid = u.refclassid and p.objid = u.refobjid and p.objsubid = u.refobjsubid
    left join pg_catalog.pg_class c on c.oid = u.relid left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where (u.refclassid = ${classOf("pg_class")} and u.refobjid = u.relid and u.refobjsubid = 0) is not true`;
}

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
    const found = kind.owns(object).flatMap((key) => uses.get(key) ?? nothing);
    if (kind.expressions === undefined && found.length === 0) continue;
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
  const place: Place = [row.used, row.used_schema, row.used_table, row.used_name, row.used_signature];
  const used = { of: keyAt(place), ...withinAt(place) };
  if (row.table === null) return { ...used, how: "blocks" };
  if (row.user === "column") return { ...used, how: "blocks", ...(row.is_generated ? {} : { follows: true }) };
  const isOwnColumn = row.used === "column" && row.used_schema === row.schema && row.used_table === row.table;
  return isOwnColumn ? { ...used, how: "part", follows: true } : { ...used, how: "blocks" };
}
