import type { Container, DatabaseSchema } from "./database-schema.ts";
import { layersOf } from "./layered-map.ts";
import { containerKey, placeOfContainer, type SchemaObject } from "./object.ts";

type Index = ReadonlyMap<string, readonly SchemaObject[]>;

export interface Lookup {
  /** The objects of a schema that have a key. */
  readonly all: (schema: DatabaseSchema, key: string) => readonly SchemaObject[];
  /** One of them. Mostly it is in a container that the key names, and nothing else is looked through. */
  readonly one: (schema: DatabaseSchema, key: string) => SchemaObject | undefined;
}

/** A layer of a schema's containers, shared by all that have it. */
type Layer = ReadonlyMap<string, Container | undefined>;

/** What is known of a layer. */
interface Known {
  /** The objects by those of their keys that do not name their own container. */
  readonly elsewhere: Index;
  /** The order of the containers. */
  readonly order: ReadonlyMap<string, number>;
  /** What was found for keys. Asked of a base only: the layers on it soon are others. */
  readonly answers: Map<string, readonly SchemaObject[]>;
}

/**
 * Finds objects by keys which they say themselves, such as the table that a sequence belongs to. Most keys name the
 * container that their objects are in, as `column public.users.id` does: these are looked up there. The others are indexed. What it finds
 * out about a schema is remembered and shared with the schemas that were made from it by some changes.
 * @param isWithin whether all keys of an object name its own container: these need not be indexed
 */
export function createLookup(
  keysOf: (object: SchemaObject) => readonly string[],
  isWithin: (object: SchemaObject) => boolean = () => false,
): Lookup {
  const knownLayers = new WeakMap<Layer, Known>();
  const knownContainers = new WeakMap<Container, Index>();
  const foreignKeys = new WeakMap<Container, readonly Entry[]>();
  const foreignOf = (name: string, container: Container): readonly Entry[] => {
    const found = foreignKeys.get(container) ?? namedElsewhere(name, container, { keysOf, isWithin });
    foreignKeys.set(container, found);
    return found;
  };
  const knownOf = (layer: Layer): Known => {
    const found = knownLayers.get(layer) ?? {
      elsewhere: indexElsewhere(layer, foreignOf),
      order: new Map(Array.from(layer.keys(), (key, at) => [key, at])),
      answers: new Map(),
    };
    knownLayers.set(layer, found);
    return found;
  };
  const inContainer = (container: Container | undefined, key: string): readonly SchemaObject[] => {
    if (container === undefined) return [];
    const index = knownContainers.get(container) ?? indexOfContainer(container, keysOf);
    knownContainers.set(container, index);
    return index.get(key) ?? [];
  };
  /** Of so few containers each is asked: to find out which ones the key names, and to remember what was found, would take longer. */
  const inFew = (layer: Layer, key: string): readonly SchemaObject[] => {
    let found: readonly SchemaObject[] = [];
    layer.forEach((container) => {
      const own = inContainer(container, key);
      if (own.length > 0) found = found.length === 0 ? own : [...found, ...own];
    });
    return found;
  };
  const inLayer = (layer: Layer, key: string): readonly SchemaObject[] => {
    if (layer.size <= few) return inFew(layer, key);
    const names = containersNamedIn(key);
    const { elsewhere, order } = knownOf(layer);
    const place = (object: SchemaObject): number => order.get(containerKey(object)) ?? 0;
    const named = names.flatMap((name) => inContainer(layer.get(name), key));
    const others = elsewhere.get(key) ?? [];
    if (others.length === 0 && names.length < 2) return named;
    return named.length === 0 ? others : [...named, ...others].toSorted((left, right) => place(left) - place(right));
  };
  const inBase = (base: Layer, key: string): readonly SchemaObject[] => {
    if (base.size <= few) return inFew(base, key);
    const { answers } = knownOf(base);
    const found = answers.get(key) ?? inLayer(base, key);
    answers.set(key, found);
    return found;
  };
  const all: Lookup["all"] = ({ containers }, key) => {
    if (containers.size === 0) return [];
    const [base = containers, ...changes] = layersOf(containers);
    const found = inBase(base, key);
    if (changes.length === 0) return found;
    const isSeen = (object: SchemaObject, above: readonly Layer[]): boolean => {
      if (above.length === 0) return true;
      const name = containerKey(object);
      return !above.some((layer) => layer.has(name));
    };
    const seen = found.filter((object) => isSeen(object, changes));
    changes.forEach((layer, at) => {
      for (const object of inLayer(layer, key)) if (isSeen(object, changes.slice(at + 1))) seen.push(object);
    });
    return seen;
  };
  const one: Lookup["one"] = (schema, key) => {
    for (const name of containersNamedIn(key)) {
      const [found] = inContainer(schema.containers.get(name), key);
      if (found !== undefined) return found;
    }
    return all(schema, key)[0];
  };
  return { all, one };
}

const few = 8;

/** An object and a key of it. */
type Entry = readonly [key: string, object: SchemaObject];

interface KeysOf {
  readonly keysOf: (object: SchemaObject) => readonly string[];
  readonly isWithin: (object: SchemaObject) => boolean;
}

function namedElsewhere(name: string, container: Container, { keysOf, isWithin }: KeysOf): readonly Entry[] {
  const place = placeOfContainer(name);
  const entries: Entry[] = [];
  container.forEach((object) => {
    if (isWithin(object)) return;
    for (const key of keysOf(object)) if (!isNamedIn(key, place)) entries.push([key, object]);
  });
  return entries;
}

function indexElsewhere(layer: Layer, entriesOf: (name: string, container: Container) => readonly Entry[]): Index {
  const index = new Map<string, SchemaObject[]>();
  for (const [name, container] of layer) {
    if (container !== undefined) for (const [key, object] of entriesOf(name, container)) add(index, key, object);
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
export function isNamedIn(key: string, place: string): boolean {
  for (let at = key.indexOf(place); at !== -1; at = key.indexOf(place, at + 1)) {
    if (key[at - 1] === " " && isEnd(key, at + place.length)) return true;
  }
  return false;
}

/** The keys of all containers that a key can mean, each once: which of its dots end a name only the names can tell. */
function containersNamedIn(key: string): readonly string[] {
  const names: string[] = [];
  for (let start = key.indexOf(" ") + 1; start > 0; start = key.indexOf(" ", start) + 1) {
    for (let dot = key.indexOf(".", start); dot !== -1; dot = key.indexOf(".", dot + 1)) {
      for (let end = dot + 1; end <= key.length; end += 1) {
        if (!isEnd(key, end)) continue;
        const name = containerKey({ schema: key.slice(start, dot), name: key.slice(dot + 1, end) });
        if (!names.includes(name)) names.push(name);
      }
    }
  }
  return names;
}

const isEnd = (key: string, at: number): boolean => at === key.length || ends.has(key.charAt(at));

const ends: ReadonlySet<string> = new Set([".", "(", "["]);
