import { objectsOf, type Container, type DatabaseSchema } from "./database-schema.ts";
import { layersOf } from "./layered-map.ts";
import { containerKey, type SchemaObject } from "./object.ts";

type Index = ReadonlyMap<string, readonly SchemaObject[]>;

/** Finds the objects of a schema that have a key. */
export type Lookup = (schema: DatabaseSchema, key: string) => readonly SchemaObject[];

/**
 * Makes a function that finds objects by keys which they say themselves, such as the table that a sequence belongs to. What it finds
 * out about a schema is remembered and shared with the schemas that were made from it by a few changes.
 */
export function createLookup(keysOf: (object: SchemaObject) => readonly string[]): Lookup {
  const known = new WeakMap<DatabaseSchema["containers"] | Container, Index>();
  const indexOf = (base: DatabaseSchema["containers"]): Index => {
    const index = known.get(base) ?? indexOfObjects(objectsOf({ containers: base }), keysOf);
    known.set(base, index);
    return index;
  };
  const ofContainer = (container: Container): Index => {
    const index = known.get(container) ?? indexOfObjects(container.values(), keysOf);
    known.set(container, index);
    return index;
  };
  return ({ containers }, key) => {
    const { base, changes } = layersOf(containers);
    const found = indexOf(base).get(key) ?? [];
    if (changes.size === 0) return found;
    const kept = found.filter((object) => !changes.has(containerKey(object)));
    const changed = [...changes.values()].flatMap((container) => (container === undefined ? [] : (ofContainer(container).get(key) ?? [])));
    return [...kept, ...changed];
  };
}

function indexOfObjects(objects: Iterable<SchemaObject>, keysOf: (object: SchemaObject) => readonly string[]): Index {
  const index = new Map<string, SchemaObject[]>();
  for (const object of objects) {
    for (const key of keysOf(object)) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [object]);
      else if (list.at(-1) !== object) list.push(object);
    }
  }
  return index;
}
