/** How many changes may lie on a small base before they are made one with it. On a large one, half as many as it has entries. */
const fewChanges = 128;

/**
 * A map that shares a large base with others and differs from it in a few entries, so that a changed copy costs little
 * however large the base is. Entries of the base keep their place, new ones come last.
 */
export class LayeredMap<Key, Value> implements ReadonlyMap<Key, Value> {
  readonly base: ReadonlyMap<Key, Value>;
  /** Entries in place of those of the base; undefined where there is none any more. */
  readonly changes: ReadonlyMap<Key, Value | undefined>;
  readonly size: number;

  private constructor(base: ReadonlyMap<Key, Value>, changes: ReadonlyMap<Key, Value | undefined>, size: number) {
    this.base = base;
    this.changes = changes;
    this.size = size;
  }

  /** A copy of a map with some entries set, or removed where the value is undefined. */
  static changed<Key, Value>(map: ReadonlyMap<Key, Value>, changes: ReadonlyMap<Key, Value | undefined>): LayeredMap<Key, Value> {
    const { base, changes: earlier } = layersOf(map);
    const all = new Map([...earlier, ...changes]);
    let { size } = map;
    for (const [key, value] of changes) size += Number(value !== undefined) - Number(map.has(key));
    const layered = new LayeredMap(base, all, size);
    return all.size <= Math.max(fewChanges, base.size / 2) ? layered : new LayeredMap(new Map(layered), new Map(), size);
  }

  get(key: Key): Value | undefined {
    return this.changes.has(key) ? this.changes.get(key) : this.base.get(key);
  }

  has(key: Key): boolean {
    return this.changes.has(key) ? this.changes.get(key) !== undefined : this.base.has(key);
  }

  *entries(): MapIterator<[Key, Value]> {
    for (const entry of this.base) {
      const [key] = entry;
      if (!this.changes.has(key)) yield entry;
      else {
        const changed = this.changes.get(key);
        if (changed !== undefined) yield [key, changed];
      }
    }
    for (const [key, value] of this.changes) if (value !== undefined && !this.base.has(key)) yield [key, value];
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
    this.base.forEach((value, key) => {
      const present = this.changes.has(key) ? this.changes.get(key) : value;
      if (present !== undefined) visit(present, key, this);
    });
    this.changes.forEach((value, key) => {
      if (value !== undefined && !this.base.has(key)) visit(value, key, this);
    });
  }
}

/** What a map consists of; a plain one has no changes. */
export function layersOf<Key, Value>(
  map: ReadonlyMap<Key, Value>,
): { readonly base: ReadonlyMap<Key, Value>; readonly changes: ReadonlyMap<Key, Value | undefined> } {
  return map instanceof LayeredMap
    ? { base: map.base as ReadonlyMap<Key, Value>, changes: map.changes as ReadonlyMap<Key, Value | undefined> }
    : { base: map, changes: new Map() };
}
