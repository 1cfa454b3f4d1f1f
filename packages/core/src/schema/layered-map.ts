/** A layer is made one with that below as soon as it has one entry for this many of the other. */
const share = 4;

/** A base of fewer entries is copied only for this many changes: what is known of it is lost with it. */
const smallBase = 256;

/** Entries that lie on others; undefined where there is none any more. */
type Layer<Key, Value> = ReadonlyMap<Key, Value | undefined>;

/**
 * A map that shares a large base with others and differs from it in some entries. These lie on it in layers, each much smaller than that
 * below: a changed copy costs little however large the base is and however many changes there were. Entries of the base keep their
 * place, new ones come after them.
 */
export class LayeredMap<Key, Value> implements ReadonlyMap<Key, Value> {
  /** The base first. */
  readonly layers: readonly Layer<Key, Value>[];
  readonly size: number;

  private constructor(layers: readonly Layer<Key, Value>[], size: number) {
    this.layers = layers;
    this.size = size;
  }

  /** A copy of a map with some entries set, or removed where the value is undefined. */
  static changed<Key, Value>(map: ReadonlyMap<Key, Value>, changes: Layer<Key, Value>): ReadonlyMap<Key, Value> {
    if (changes.size === 0) return map;
    let { size } = map;
    for (const [key, value] of changes) size += Number(value !== undefined) - Number(map.has(key));
    const layers = [...layersOf(map)];
    let top = changes;
    for (let below = layers.at(-1); below !== undefined && isNear(top, below, layers.length === 1); below = layers.at(-1)) {
      layers.pop();
      top = layers.length === 0 ? withoutRemoved(below, top) : new Map([...below, ...top]);
    }
    return new LayeredMap([...layers, top], size);
  }

  get(key: Key): Value | undefined {
    for (let at = this.layers.length - 1; at >= 0; at -= 1) {
      const value = this.layers[at]?.get(key);
      if (value !== undefined || this.layers[at]?.has(key) === true) return value;
    }
    return undefined;
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[Key, Value]> {
    for (const [at, layer] of this.layers.entries()) {
      for (const [key, own] of layer) {
        const value = this.#shown(key, own, at);
        if (value !== undefined) yield [key, value];
      }
    }
  }

  *keys(): MapIterator<Key> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    for (const [at, layer] of this.layers.entries()) {
      layer.forEach((own, key) => {
        const value = this.#shown(key, own, at);
        if (value !== undefined) visit(value, key, this);
      });
    }
  }

  /** What stands at the place that a layer has for a key; undefined where a layer below has it already. */
  #shown(key: Key, own: Value | undefined, at: number): Value | undefined {
    for (let below = 0; below < at; below += 1) if (this.layers[below]?.has(key) === true) return undefined;
    return at === this.layers.length - 1 ? own : this.get(key);
  }
}

const isNear = (top: ReadonlyMap<unknown, unknown>, below: ReadonlyMap<unknown, unknown>, isBase: boolean): boolean =>
  top.size * share >= (isBase ? Math.max(below.size, smallBase) : below.size);

function withoutRemoved<Key, Value>(base: Layer<Key, Value>, changes: Layer<Key, Value>): ReadonlyMap<Key, Value> {
  const all = new Map<Key, Value>();
  for (const [key, value] of new Map([...base, ...changes])) if (value !== undefined) all.set(key, value);
  return all;
}

/** What a map consists of, the base first; a plain one is its own base. */
export const layersOf = <Key, Value>(map: ReadonlyMap<Key, Value>): readonly Layer<Key, Value>[] =>
  map instanceof LayeredMap ? (map.layers as readonly Layer<Key, Value>[]) : [map];
