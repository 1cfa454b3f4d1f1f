import { hasObject, objectsOf } from "../schema/database-schema.ts";
import { refKey, type SchemaObject } from "../schema/object.ts";
import type { Ends, KindOf } from "./object-kind.ts";
import type { AnyOperation } from "./operation.ts";

/** An object that both ends have, with what its kind says leads from one to the other. */
export interface Altered {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  readonly ops: readonly AnyOperation[] | "recreate";
}

interface Changes {
  readonly altered: readonly Altered[];
  readonly dropped: readonly SchemaObject[];
}

/**
 * Objects to be dropped and made again: those that cannot be altered, those that stand in the way of another's
 * alteration, those that rest on something that goes, and all that depends on them.
 */
export function rebuiltObjects({ altered, dropped }: Changes, ends: Ends, kindOf: KindOf): ReadonlySet<string> {
  const rebuilt = new Set<string>(restingOn(dropped, ends, kindOf));
  for (const { from, to, ops } of altered) {
    if (ops === "recreate") rebuilt.add(refKey(to));
    for (const ref of kindOf(to.kind).rebuilds?.(from, to, ends) ?? []) if (hasObject(ends.after, ref)) rebuilt.add(refKey(ref));
  }
  if (rebuilt.size > 0) spread(rebuilt, ends, kindOf);
  return rebuilt;
}

/** Objects that stay though something goes that they use without naming it. */
function restingOn(dropped: readonly SchemaObject[], { before, after }: Ends, kindOf: KindOf): readonly string[] {
  if (dropped.length === 0) return [];
  const gone = new Set(dropped.map(refKey));
  const rests = (object: SchemaObject): boolean =>
    kindOf(object.kind)
      .restsOn?.(object, before)
      .some((ref) => gone.has(refKey(ref))) === true;
  return [...objectsOf(before)].filter((object) => rests(object) && hasObject(after, object)).map(refKey);
}

function spread(rebuilt: Set<string>, ends: Ends, kindOf: KindOf): void {
  const users = new Map<string, SchemaObject[]>();
  for (const object of objectsOf(ends.before)) {
    if (!hasObject(ends.after, object)) continue;
    const kind = kindOf(object.kind);
    for (const ref of [...kind.dependsOn(object, ends.before), ...(kind.restsOn?.(object, ends.before) ?? [])]) {
      const key = refKey(ref);
      users.set(key, [...(users.get(key) ?? []), object]);
    }
  }
  const queue = [...rebuilt];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const user of users.get(key) ?? []) {
      if (rebuilt.has(refKey(user))) continue;
      rebuilt.add(refKey(user));
      queue.push(refKey(user));
    }
  }
}
