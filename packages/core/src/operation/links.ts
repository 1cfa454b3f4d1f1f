import { getObject, removeObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import { createLookup, type Lookup } from "../schema/lookup.ts";
import { refKey, type ObjectRef, type SchemaObject } from "../schema/object.ts";
import type { Use } from "../schema/use.ts";
import type { Kinds } from "./kinds.ts";

// Who uses whom, worked out from what each kind says that its objects own and use.

const knownUses = new WeakMap<SchemaObject, readonly Use[]>();

/** What an object uses. Worked out once for each object. */
export function usesOf(object: SchemaObject, kinds: Kinds): readonly Use[] {
  const uses = knownUses.get(object) ?? kinds.of(object.kind).uses(object, kinds);
  knownUses.set(object, uses);
  return uses;
}

/** The resource keys that an object owns. */
export const ownedBy = (object: SchemaObject, kinds: Kinds): readonly string[] => kinds.of(object.kind).owns(object);

/** The resource keys that an object uses, each once. */
export const usedBy = (object: SchemaObject, kinds: Kinds): readonly string[] => [...new Set(usesOf(object, kinds).map(({ of }) => of))];

interface Lookups {
  readonly users: Lookup;
  readonly owners: Lookup;
  /** What goes with an object, by its ref key: an operation asks several times. */
  readonly parts: WeakMap<DatabaseSchema, Map<string, readonly SchemaObject[]>>;
}

const lookups = new WeakMap<Kinds, Lookups>();

function lookupsOf(kinds: Kinds): Lookups {
  const found = lookups.get(kinds) ?? {
    users: createLookup(
      (object) => usesOf(object, kinds).map(({ of }) => of),
      (object) => kinds.of(object.kind).usesWithin?.(object) === true,
    ),
    owners: createLookup(
      (object) => ownedBy(object, kinds),
      (object) => kinds.of(object.kind).ownsWithin?.(object) === true,
    ),
    parts: new WeakMap(),
  };
  lookups.set(kinds, found);
  return found;
}

/** Objects that use a resource. */
export const usersOf = (schema: DatabaseSchema, key: string, kinds: Kinds): readonly SchemaObject[] =>
  lookupsOf(kinds).users.all(schema, key);

/** Objects that own a resource: one, but for a key over columns, which several indexes can be. */
export const ownersOf = (schema: DatabaseSchema, key: string, kinds: Kinds): readonly SchemaObject[] =>
  lookupsOf(kinds).owners.all(schema, key);

/** The object that owns a resource, or one of them. */
export const ownerOf = (schema: DatabaseSchema, key: string, kinds: Kinds): SchemaObject | undefined =>
  lookupsOf(kinds).owners.one(schema, key);

export const isOwned = (schema: DatabaseSchema, key: string, kinds: Kinds): boolean => ownerOf(schema, key, kinds) !== undefined;

/** An object with all that PostgreSQL drops with it: its parts, and theirs. Empty if the schema has not got it. */
export function withParts(schema: DatabaseSchema, ref: ObjectRef, kinds: Kinds): readonly SchemaObject[] {
  const { parts } = lookupsOf(kinds);
  const known = parts.get(schema) ?? new Map<string, readonly SchemaObject[]>();
  parts.set(schema, known);
  const key = refKey(ref);
  const found = known.get(key) ?? findParts(schema, ref, kinds);
  known.set(key, found);
  return found;
}

function findParts(schema: DatabaseSchema, ref: ObjectRef, kinds: Kinds): readonly SchemaObject[] {
  const found = getObject(schema, ref);
  if (found === undefined) return [];
  const gone = new Map([[refKey(found), found]]);
  for (const object of gone.values()) {
    for (const key of ownedBy(object, kinds)) {
      for (const user of usersOf(schema, key, kinds)) {
        if (usesOf(user, kinds).some(({ of, how }) => of === key && how === "part")) gone.set(refKey(user), user);
      }
    }
  }
  return [...gone.values()];
}

/** The schema without an object and all that PostgreSQL drops with it. */
export const withoutObject = (schema: DatabaseSchema, ref: ObjectRef, kinds: Kinds): DatabaseSchema =>
  removeObjects(schema, withParts(schema, ref, kinds));

/** Of objects that are all to be dropped, those that need a statement of their own. */
export function droppedByName(gone: readonly SchemaObject[], kinds: Kinds): readonly SchemaObject[] {
  const keys = new Set(gone.flatMap((object) => ownedBy(object, kinds)));
  return gone.filter((object) => {
    const kind = kinds.of(object.kind);
    const { goesAlong } = kind;
    if (goesAlong === undefined || kind.goesFirst?.(object) === true) return true;
    return !usesOf(object, kinds).some((use) => use.how === "part" && keys.has(use.of) && (goesAlong === "always" || use.in === undefined));
  });
}
