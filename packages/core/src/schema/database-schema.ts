import { LayeredMap } from "./layered-map.ts";
import { containerKey, memberKey, type ObjectRef, type SchemaObject } from "./object.ts";
import type { Unmodelled } from "./unmodelled.ts";

/** The objects of one table, or one free-standing object, by their member keys. */
export type Container = ReadonlyMap<string, SchemaObject>;

/**
 * The design of a database: an immutable set of objects. A table and all that belongs to it (columns,
 * constraints, indexes, comments) share a container, so that a change copies only that table's objects.
 */
export interface DatabaseSchema {
  readonly containers: ReadonlyMap<string, Container>;
  /** What a server has beside these objects. Absent: nothing, or no server was asked. */
  readonly unmodelled?: readonly Unmodelled[];
}

export const emptySchema: DatabaseSchema = { containers: new Map() };

/** A schema of the given objects; of two with the same ref, the later one stays. */
export function schemaOf(objects: Iterable<SchemaObject>): DatabaseSchema {
  const containers = new Map<string, Map<string, SchemaObject>>();
  let last: SchemaObject | undefined;
  let container = new Map<string, SchemaObject>();
  for (const object of objects) {
    if (last === undefined || !isBeside(object, last)) {
      const key = containerKey(object);
      container = containers.get(key) ?? new Map();
      containers.set(key, container);
    }
    container.set(memberKey(object), object);
    last = object;
  }
  return { containers };
}

/** Objects mostly come table by table: whether one is of the same table as that before it is quickly told. */
const isBeside = (object: SchemaObject, last: SchemaObject): boolean =>
  object.table !== undefined && object.table === last.table && object.schema === last.schema;

/** Of maps that no other was changed from: many passes go over all objects of a schema, and of the same one. */
const knownObjects = new WeakMap<DatabaseSchema["containers"], readonly SchemaObject[]>();

/** All objects, table by table. */
export function objectsOf({ containers }: DatabaseSchema): readonly SchemaObject[] {
  const known = knownObjects.get(containers);
  if (known !== undefined) return known;
  const objects: SchemaObject[] = [];
  const add = (object: SchemaObject): void => void objects.push(object);
  containers.forEach((container) => container.forEach(add));
  if (!(containers instanceof LayeredMap)) knownObjects.set(containers, objects);
  return objects;
}

/** What two schemas both have, of tables in which something differs: of each ref the object of the one and that of the other. */
export function sharedObjects(
  one: DatabaseSchema,
  other: DatabaseSchema,
): readonly { readonly from: SchemaObject; readonly to: SchemaObject }[] {
  const pairs: { from: SchemaObject; to: SchemaObject }[] = [];
  for (const [key, container] of one.containers) {
    const there = other.containers.get(key);
    if (there === undefined || there === container) continue;
    for (const [ref, from] of container) {
      const to = there.get(ref);
      if (to !== undefined) pairs.push({ from, to });
    }
  }
  return pairs;
}

/** A table with all that belongs to it, or the free-standing objects of that name. */
export function objectsIn(schema: DatabaseSchema, place: { readonly schema?: string; readonly name: string }): readonly SchemaObject[] {
  return [...(schema.containers.get(containerKey(place))?.values() ?? [])];
}

export function getObject(schema: DatabaseSchema, ref: ObjectRef): SchemaObject | undefined {
  return schema.containers.get(containerKey(ref))?.get(memberKey(ref));
}

export function hasObject(schema: DatabaseSchema, ref: ObjectRef): boolean {
  return getObject(schema, ref) !== undefined;
}

/** The schema with these objects added, each in place of the one with its ref. */
export function putObjects(schema: DatabaseSchema, objects: readonly SchemaObject[]): DatabaseSchema {
  return changed(schema, objects, (container, object) => container.set(memberKey(object), object));
}

/**
 * The schema with other objects in the places of some, in their order. Where all stay in their containers, as those of a renamed index or
 * column do, only these are copied.
 */
export function replaceObjects(schema: DatabaseSchema, replacements: ReadonlyMap<SchemaObject, SchemaObject>): DatabaseSchema {
  const keys = new Set<string>();
  for (const [from, to] of replacements) {
    const key = containerKey(from);
    if (containerKey(to) !== key)
      return { ...schema, containers: schemaOf(objectsOf(schema).map((object) => replacements.get(object) ?? object)).containers };
    keys.add(key);
  }
  const changes = Array.from(keys, (key) => {
    const objects = [...(schema.containers.get(key)?.values() ?? [])].map((object) => replacements.get(object) ?? object);
    return [key, new Map(objects.map((object) => [memberKey(object), object]))] as const;
  });
  return { ...schema, containers: LayeredMap.changed(schema.containers, new Map(changes)) };
}

/** The same schema as one map, not as changes of another one: for one that much is asked of, and from which others are made. */
export const asOneMap = (schema: DatabaseSchema): DatabaseSchema =>
  schema.containers instanceof LayeredMap ? { ...schema, containers: new Map(schema.containers) } : schema;

/** The schema without these objects. */
export function removeObjects(schema: DatabaseSchema, refs: readonly ObjectRef[]): DatabaseSchema {
  return changed(schema, refs, (container, ref) => container.delete(memberKey(ref)));
}

function changed<Ref extends ObjectRef>(
  schema: DatabaseSchema,
  refs: readonly Ref[],
  change: (container: Map<string, SchemaObject>, ref: Ref) => unknown,
): DatabaseSchema {
  const copies = new Map<string, Map<string, SchemaObject>>();
  for (const ref of refs) {
    const key = containerKey(ref);
    const copy = copies.get(key) ?? new Map(schema.containers.get(key));
    copies.set(key, copy);
    change(copy, ref);
  }
  const changes = new Map([...copies].map(([key, copy]) => [key, copy.size === 0 ? undefined : copy] as const));
  return { ...schema, containers: LayeredMap.changed(schema.containers, changes) };
}
