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

/**
 * What the server has said of an object, also said of the operation that makes it, and of what that makes: it decides when that can run.
 */
export function toldAs<To extends SchemaObject>(from: SchemaObject, to: To): To {
  const uses = toldUses(from);
  return uses === undefined ? to : tellUses(to, uses);
}

/**
 * Whether servers have said the same of two objects, as far as they were asked. The same text can mean two things: a call another overload.
 */
export function areToldAlike(left: SchemaObject, right: SchemaObject): boolean {
  const [one, other] = [toldUses(left), toldUses(right)];
  if (one === undefined || other === undefined || one === other || (one.length === 0 && other.length === 0)) return true;
  const keys = new Set(one.map(({ of }) => of));
  return one.length === other.length && other.every(({ of }) => keys.has(of));
}

/** What a server has said of this object. Undefined: no server was asked. */
export const toldUses = (object: SchemaObject): readonly Use[] | undefined => told.get(object);
