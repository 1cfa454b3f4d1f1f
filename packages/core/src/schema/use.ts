import type { SchemaObject } from "./object.ts";

/**
 * That an object uses another one, given by a resource key that the used one owns (see postgres/objects/resources.ts). A key
 * that nobody owns has no effect, so a name that may be of two schemas gives two uses.
 */
export interface Use {
  readonly of: string;
  /** The table that the used one is in, as a resource key. Absent: it is in none. */
  readonly in?: string;
  /** `part` is dropped with what it uses. `blocks` must be dropped, or changed, before that can be dropped. */
  readonly how: "part" | "blocks";
  /** PostgreSQL carries it over when that gets another type. Absent: it must be out of the way first, or is lost where it is a part. */
  readonly follows?: true;
}

const told = new WeakMap<SchemaObject, readonly Use[]>();

/**
 * Remembers what a server says that the texts of an object use (pg_depend). It is kept beside the object, and never part of it: a
 * changed copy of the object has none, and its texts have to be read.
 */
export function tellUses<Object extends SchemaObject>(object: Object, uses: readonly Use[]): Object {
  told.set(object, uses);
  return object;
}

/** What a server has said of this object. Undefined: no server was asked. */
export const toldUses = (object: SchemaObject): readonly Use[] | undefined => told.get(object);
