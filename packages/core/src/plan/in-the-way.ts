import type { Kinds } from "../operation/kinds.ts";
import { ownedBy, isOwned, ownersOf, usersOf, usesOf, withParts } from "../operation/links.ts";
import type { AnyOperation } from "../operation/operation.ts";
import type { Touches } from "../operation/spec.ts";
import { getObject, hasObject, type DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import { toldUses } from "../schema/use.ts";

/** The schema before and after an operation. */
interface Around {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  /** False where nobody can own a resource: neither was it there at the start, nor has an operation created it since. */
  readonly mayBeTaken: (key: string) => boolean;
}

/**
 * Objects because of which PostgreSQL will reject an operation: they use what it drops or retypes, as far as the server has said so,
 * or have the name that it gives to something else.
 */
export function inTheWayOf(
  op: AnyOperation,
  touches: Touches,
  { before, after, mayBeTaken }: Around,
  kinds: Kinds,
): readonly SchemaObject[] {
  const found = new Set<SchemaObject>();
  const meet = (objects: readonly SchemaObject[]): void => {
    for (const object of objects) if (hasObject(after, object)) found.add(object);
  };
  const gone = new Set(touches.renames === true ? [] : touches.drops);
  const along = new Set<SchemaObject>();
  for (const key of gone) {
    for (const owner of ownersOf(before, key, kinds)) {
      if (along.has(owner) || hasObject(after, owner)) continue;
      for (const part of withParts(before, owner, kinds)) {
        along.add(part);
        for (const own of ownedBy(part, kinds)) gone.add(own);
      }
    }
  }
  const isReplaced = (key: string): boolean => touches.creates?.includes(key) === true || isOwned(after, key, kinds);
  const goesOnUsing = (user: SchemaObject, key: string): boolean => {
    const now = getObject(after, user);
    return now === user || (now !== undefined && isBlocking(now, key, kinds)); // else the operation has it let go
  };
  for (const key of gone) {
    if (!isReplaced(key)) meet(usersOf(before, key, kinds).filter((user) => isBlocking(user, key, kinds) && goesOnUsing(user, key)));
  }
  for (const key of touches.retypes ?? [])
    meet(usersOf(before, key, kinds).filter((user) => isBlocking(user, key, kinds, { retyped: true })));
  const kind = kinds.specOf(op).about(op)?.kind;
  for (const key of touches.renames === true ? [] : (touches.creates ?? [])) {
    if (/^(?:relation|type) /u.test(key) && mayBeTaken(key))
      meet(ownersOf(before, key, kinds).filter((owner) => owner.kind !== kind && owner.table === undefined));
  }
  return [...found];
}

/** What stands in an object's own fields is certain. Of what its texts use, only the server knows for sure. */
function isBlocking(user: SchemaObject, key: string, kinds: Kinds, { retyped = false } = {}): boolean {
  if (toldUses(user) === undefined && kinds.of(user.kind).expressions !== undefined) return false;
  return usesOf(user, kinds).some((use) => use.of === key && use.how === "blocks" && !(retyped && use.follows === true));
}
