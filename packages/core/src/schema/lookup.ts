import type { Container, DatabaseSchema } from "./database-schema.ts";
import { layersOf } from "./layered-map.ts";
import { containerKey, placeOfContainer, type SchemaObject } from "./object.ts";

type Index = ReadonlyMap<string, readonly SchemaObject[]>;
type Containers = DatabaseSchema["containers"];

/** Finds the objects of a schema that have a key. */
export type Lookup = (schema: DatabaseSchema, key: string) => readonly SchemaObject[];

/** What is known of the containers that a schema and its changed copies share. */
interface Shared {
  /** The objects by those of their keys that do not name their own container. */
  readonly elsewhere: Index;
  /** The order of the containers. */
  readonly order: ReadonlyMap<string, number>;
}

/**
 * Makes a function that finds objects by keys which they say themselves, such as the table that a sequence belongs to. Most keys name the
 * container that their objects are in, as `column public.users.id` does: these are looked up there. The others are indexed. What it finds
 * out about a schema is remembered and shared with the schemas that were made from it by a few changes.
 */
export function createLookup(keysOf: (object: SchemaObject) => readonly string[]): Lookup {
  const shared = new WeakMap<Containers, Shared>();
  const known = new WeakMap<Container, Index>();
  const sharedOf = (base: Containers): Shared => {
    const found = shared.get(base) ?? {
      elsewhere: indexElsewhere(base, keysOf),
      order: new Map(Array.from(base.keys(), (key, at) => [key, at])),
    };
    shared.set(base, found);
    return found;
  };
  const inContainer = (container: Container | undefined, key: string): readonly SchemaObject[] => {
    if (container === undefined) return [];
    const index = known.get(container) ?? indexOfContainer(container, keysOf);
    known.set(container, index);
    return index.get(key) ?? [];
  };
  return ({ containers }, key) => {
    const { base, changes } = layersOf(containers);
    const { elsewhere, order } = sharedOf(base);
    const place = (object: SchemaObject): number => order.get(containerKey(object)) ?? 0;
    const named = [...new Set(containersNamedIn(key))]
      .filter((name) => !changes.has(name))
      .flatMap((name) => inContainer(base.get(name), key));
    const others = (elsewhere.get(key) ?? []).filter((object) => !changes.has(containerKey(object)));
    const kept = named.length === 0 ? others : [...named, ...others].toSorted((left, right) => place(left) - place(right));
    return changes.size === 0 ? kept : [...kept, ...[...changes.values()].flatMap((container) => inContainer(container, key))];
  };
}

function indexElsewhere(containers: Containers, keysOf: (object: SchemaObject) => readonly string[]): Index {
  const index = new Map<string, SchemaObject[]>();
  for (const [name, container] of containers) {
    const place = placeOfContainer(name);
    for (const object of container.values()) for (const key of keysOf(object)) if (!isNamedIn(key, place)) add(index, key, object);
  }
  return index;
}

function indexOfContainer(container: Container, keysOf: (object: SchemaObject) => readonly string[]): Index {
  const index = new Map<string, SchemaObject[]>();
  for (const object of container.values()) for (const key of keysOf(object)) add(index, key, object);
  return index;
}

function add(index: Map<string, SchemaObject[]>, key: string, object: SchemaObject): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [object]);
  else if (list.at(-1) !== object) list.push(object);
}

/** Whether a key names a container: after a blank, up to the end or a mark behind which something in it is named. */
function isNamedIn(key: string, place: string): boolean {
  for (let at = key.indexOf(place); at !== -1; at = key.indexOf(place, at + 1)) {
    if (key[at - 1] === " " && isEnd(key, at + place.length)) return true;
  }
  return false;
}

/** The keys of all containers that a key can mean: which of its dots end a name only the names can tell. */
function* containersNamedIn(key: string): Generator<string, void, undefined> {
  for (let start = key.indexOf(" ") + 1; start > 0; start = key.indexOf(" ", start) + 1) {
    for (let dot = key.indexOf(".", start); dot !== -1; dot = key.indexOf(".", dot + 1)) {
      for (let end = dot + 1; end <= key.length; end += 1) {
        if (isEnd(key, end)) yield containerKey({ schema: key.slice(start, dot), name: key.slice(dot + 1, end) });
      }
    }
  }
}

const isEnd = (key: string, at: number): boolean => at === key.length || ends.has(key.charAt(at));

const ends: ReadonlySet<string> = new Set([".", "(", "["]);
