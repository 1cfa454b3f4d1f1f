import type { SchemaObject } from "../schema/object.ts";
import { tellUses, type Use } from "../schema/use.ts";
import type { CatalogNames } from "./catalog-names.ts";
import { classOf } from "./catalog-place.ts";
import { firstUserOid, type CatalogQuery } from "./catalog-query.ts";
import { resource } from "./objects/resources.ts";
import { kinds } from "./objects/index.ts";
import { keyAt, placedCatalogs, placeTables, withinAt, type Place } from "./places.ts";

// What the server has found in the texts of objects: defaults, generated columns, checks, expressions and conditions of indexes of tables;
// and which operator classes indexes take without a word.
// Other kinds name their texts in their catalog query (`dependents`).

/** What is used, with all that use it. */
interface Row {
  readonly used: string;
  readonly used_schema: string | null;
  readonly used_table: string | null;
  readonly used_name: string;
  readonly used_signature: string | null;
  readonly users: readonly User[];
}

/**
 * The object whose text uses it: a column, a constraint or an index, with the oid of the relation that it is in; or anything, by its
 * resource key.
 */
type User =
  | readonly [what: "column", relation: number, number: number, name: null]
  | readonly [what: "constraint" | "relation", relation: number, number: null, name: string]
  | readonly [key: string, relation: null, number: null, name: null];

/** What one of few objects depends on: looked up for each (OFFSET 0), not found among all the rows of keys and of columns of indexes. */
const dependsOn = (catalog: string, oid: string, onUsers: string): string => `lateral (
      select d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
      where d.classid = ${classOf(catalog)} and d.objid = ${oid} and d.deptype in ('n', 'a') and ${onUsers} offset 0) d`;

/**
 * One row for each thing of the user's (oids below 16384 are the system's) on which texts depend by pg_depend. A default or a generated
 * column depends on what its text uses by 'n', on its own column otherwise. `present`: of what there may be something.
 */
export function dependenciesQuery(present: readonly CatalogQuery[]): string {
  const onUsers = `d.refobjid >= ${firstUserOid} and d.refclassid in (${placedCatalogs(present, "used in texts").map(classOf).join(", ")})`;
  const dependents = present.flatMap((catalog) => (catalog.dependents === undefined ? [] : [catalog.dependents]));
  return `
  with own(key, classid, objid, self) as (${dependents.join("\n    union all\n    ")}), u as materialized (
    select 'column' as what, f.adrelid as relid, f.adnum::int4 as number, null::text as name, d.refclassid, d.refobjid, d.refobjsubid
    from pg_catalog.pg_depend d join pg_catalog.pg_attrdef f on f.oid = d.objid
    where d.classid = ${classOf("pg_attrdef")} and d.deptype = 'n' and ${onUsers}
    union all
    select 'constraint', k.conrelid, null, k.conname::text, d.refclassid, d.refobjid, d.refobjsubid
    from (select k.oid, k.conrelid, k.conname from pg_catalog.pg_constraint k where k.contype = 'c' and k.conrelid <> 0 offset 0) k,
      ${dependsOn("pg_constraint", "k.oid", onUsers)}
    union all
    select 'relation', i.indrelid, null, i.relname::text, d.refclassid, d.refobjid, d.refobjsubid
    from (
      select i.indexrelid, i.indrelid, x.relname from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid
      where i.indexprs is not null or i.indpred is not null offset 0
    ) i, ${dependsOn("pg_class", "i.indexrelid", onUsers)}
    union all
    select 'relation', i.indrelid, null, x.relname::text, d.refclassid, d.refobjid, 0
    from pg_catalog.pg_depend d join pg_catalog.pg_index i on i.indexrelid = d.objid join pg_catalog.pg_class x on x.oid = i.indexrelid
    where d.classid = ${classOf("pg_class")} and d.refclassid = ${classOf("pg_opclass")} and d.refobjid >= ${firstUserOid}
      and i.indexprs is null and i.indpred is null
    union all
    select own.key, null, null, null, d.refclassid, d.refobjid, d.refobjsubid
    from own, lateral (
      select distinct d.refclassid, d.refobjid, d.refobjsubid from pg_catalog.pg_depend d
      where d.classid = own.classid and d.objid = own.objid and d.deptype in ('n', 'a') and ${onUsers}
        and d.refobjid <> own.self offset 0) d
  ), ${placeTables("select distinct u.refclassid as classid, u.refobjid as objid, u.refobjsubid as objsubid from u", present, "used in texts")}
  select p.word as used, p.schema as used_schema, p."table" as used_table, p.name as used_name, p.signature as used_signature, g.users
  from (
    select u.refclassid, u.refobjid, u.refobjsubid,
      pg_catalog.json_agg(pg_catalog.json_build_array(u.what, u.relid::int4, u.number, u.name)) as users
    from u where (u.refclassid = ${classOf("pg_class")} and u.refobjid = u.relid and u.refobjsubid = 0) is not true
    group by u.refclassid, u.refobjid, u.refobjsubid
  ) g join place p on p.classid = g.refclassid and p.objid = g.refobjid and p.objsubid = g.refobjsubid`;
}

/** What the catalog queries gave. */
export interface FoundObjects {
  readonly all: readonly SchemaObject[];
  /** Those of them that a query of `dependents` can name. */
  readonly dependents: ReadonlySet<SchemaObject>;
}

/** Keeps beside each object that has texts what these use. */
export function tellDependencies({ all, dependents }: FoundObjects, rows: readonly object[], names: CatalogNames): void {
  const { uses, users } = usesIn(rows as readonly Row[], names); // as the query names them
  for (const object of all) {
    const kind = kinds.of(object.kind);
    // Most use nothing: their keys need not be made.
    const keys = users.has(object.name) || dependents.has(object) ? kind.owns(object) : [];
    const found = keys.flatMap((key) => uses.get(key) ?? nothing);
    if (found.length > 0) tellUses(object, found);
    else if (kind.expressions !== undefined) tellUses(object, nothing);
  }
}

/** One empty list for all that use nothing. */
const nothing: readonly Use[] = [];

/** By the resource keys of the users; and the names of those users that are columns, constraints or indexes. */
function usesIn(rows: readonly Row[], names: CatalogNames) {
  const uses = new Map<string, Use[]>();
  const users = new Set<string>();
  for (const row of rows) {
    const place: Place = [row.used, row.used_schema, row.used_table, row.used_name, row.used_signature];
    const used = { of: keyAt(place), ...withinAt(place) };
    for (const user of row.users) {
      const said = useBy(user, row, used, names);
      if (said === undefined) continue;
      const list = uses.get(said.key);
      if (list === undefined) uses.set(said.key, [said.use]);
      else list.push(said.use);
      if (said.name !== undefined) users.add(said.name);
    }
  }
  return { uses, users };
}

interface UseBy {
  /** Of the user. */
  readonly key: string;
  /** Of a column, a constraint or an index. */
  readonly name?: string;
  readonly use: Use;
}

/**
 * What is no part of a table blocks all that it uses. A part of a table goes with the columns of the table that its text names, and follows
 * them. A default follows all that it uses; what a generated column is worked out from must not change under it. Undefined: the user is in
 * a table that is not modelled.
 */
function useBy([what, relation, number, own]: User, row: Row, used: Pick<Use, "of" | "in">, { tables }: CatalogNames): UseBy | undefined {
  if (relation === null) return { key: what, use: { ...used, how: "blocks" } };
  const table = tables.get(relation);
  if (table === undefined) return undefined;
  if (number !== null) {
    const column = table.columnAt(number);
    if (column === undefined) return undefined;
    const { name, isGenerated } = column;
    const use: Use = { ...used, how: "blocks", ...(isGenerated ? {} : { follows: true }) };
    return { key: resource.column(table.schema, table.name, name), name, use };
  }
  const isOwnColumn = row.used === "column" && row.used_schema === table.schema && row.used_table === table.name;
  const key = what === "relation" ? resource.relation(table.schema, own) : resource.constraint(table.schema, table.name, own);
  return { key, name: own, use: isOwnColumn ? { ...used, how: "part", follows: true } : { ...used, how: "blocks" } };
}
