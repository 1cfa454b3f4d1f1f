import { getObject, replaceObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import { refKey, type ObjectRef, type SchemaObject } from "../schema/object.ts";
import { tellUses, toldUses, type Use } from "../schema/use.ts";
import { ownedBy, usersOf } from "./links.ts";
import type { Kinds } from "./kinds.ts";
import type { NewName } from "./new-names.ts";

/**
 * The schema with an object under another name, or in another schema. All that uses it follows, and so do its parts, and what uses
 * those. The schema itself if it has not got the object.
 */
export function renameObject(before: DatabaseSchema, ref: ObjectRef, to: NewName, kinds: Kinds): DatabaseSchema {
  const found = getObject(before, ref);
  const [main] = found === undefined ? [] : ownedBy(found, kinds);
  return found === undefined || main === undefined ? before : renameResource(before, { owner: found, key: main, to }, kinds);
}

/** The same for several objects at once, each with its name from then on. */
export function renameObjects(
  before: DatabaseSchema,
  renames: readonly { readonly object: SchemaObject; readonly to: NewName }[],
  kinds: Kinds,
): DatabaseSchema {
  return renameResources(
    before,
    renames.flatMap(({ object: owner, to }) => {
      const [key] = ownedBy(owner, kinds);
      return key === undefined ? [] : [{ owner, key, to }];
    }),
    kinds,
  );
}

export interface Rename {
  /** The object that owns the resource. */
  readonly owner: SchemaObject;
  readonly key: string;
  readonly to: NewName;
}

/** The same for one of the resources that an object owns, such as a column of a view. */
export const renameResource = (before: DatabaseSchema, rename: Rename, kinds: Kinds): DatabaseSchema =>
  renameResources(before, [rename], kinds);

/** The same for several at once: none of them follows another one's old name. */
export function renameResources(before: DatabaseSchema, renames: readonly Rename[], kinds: Kinds): DatabaseSchema {
  const names = new Map<string, NewName>(renames.map(({ key, to }) => [key, to]));
  const keys = new Map<string, string>();
  const touched = new Map<string, SchemaObject>();
  const after = (object: SchemaObject): SchemaObject => kinds.of(object.kind).renamed?.(object, names, kinds) ?? object;
  const queue = renames.map(({ owner }) => owner);
  for (let object = queue.pop(); object !== undefined; object = queue.pop()) {
    touched.set(refKey(object), object);
    const renamed = after(object);
    const now = ownedBy(renamed, kinds);
    const hasMoved = refKey(renamed) !== refKey(object); // a comment on an index names its table
    const ownNames = kinds.of(renamed.kind).names?.(renamed);
    for (const [at, key] of ownedBy(object, kinds).entries()) {
      const next = now[at];
      if (next === undefined || keys.has(key) || (next === key && !hasMoved)) continue;
      keys.set(key, next);
      names.set(key, ownNames?.[at] ?? ownName(renamed));
      queue.push(...usersOf(before, key, kinds));
    }
  }
  const objects = [...touched.values()]
    .map((object) => ({ object, renamed: withToldUses(object, after(object), keys) }))
    .filter(({ object, renamed }) => object !== renamed);
  const changed = new Map(objects.map(({ object, renamed }) => [object, renamed]));
  return replaceObjects(before, changed);
}

const ownName = ({ schema, table, name, signature }: SchemaObject): NewName => ({
  schema: schema ?? name,
  ...(table === undefined ? {} : { table }),
  name,
  ...(signature === undefined ? {} : { signature }),
});

/** The object after the rename, with what the server said that it uses. What only uses another key, and names nothing itself, is a copy. */
function withToldUses(object: SchemaObject, renamed: SchemaObject, keys: ReadonlyMap<string, string>): SchemaObject {
  const told = toldUses(object);
  if (told === undefined || (renamed === object && !told.some(({ of }) => keys.has(of)))) return renamed;
  return tellUses(
    renamed === object ? { ...object } : renamed,
    told.map((use) => renamedUse(use, keys)),
  );
}

function renamedUse(use: Use, keys: ReadonlyMap<string, string>): Use {
  const within = use.in === undefined ? undefined : (keys.get(use.in) ?? use.in);
  return { ...use, of: keys.get(use.of) ?? use.of, ...(within === undefined ? {} : { in: within }) };
}
