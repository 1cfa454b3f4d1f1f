import type { Ends, KindOf } from "../operation/object-kind.ts";
import type { AnyOperation } from "../operation/spec.ts";
import { getObject, hasObject, objectsOf, type DatabaseSchema } from "../schema/database-schema.ts";
import { byRefKey, refKey, type ObjectRef, type SchemaObject } from "../schema/object.ts";
import { sameData } from "../schema/same-data.ts";

/** What the diff must know of kinds: what they are, and their order where nothing else decides. */
export interface Kinds {
  readonly kindOf: KindOf;
  readonly rankOf: (object: SchemaObject) => number;
}

/**
 * Operations that lead from one schema to the other, not yet in an order that can run (see plan/order.ts): what is made
 * and altered kind by kind, then what is dropped, the other way round. Same input, same operations.
 */
export function diffSchemas(before: DatabaseSchema, after: DatabaseSchema, kinds: Kinds): readonly AnyOperation[] {
  const ends: Ends = { before, after };
  const changes = changesBetween(ends, kinds);
  const replaced = replacedObjects(changes.altered, ends, kinds.kindOf);
  const made = sorted([...changes.created, ...objectsAt(after, replaced)], kinds);
  const gone = sorted([...changes.dropped, ...objectsAt(before, replaced)], kinds).toReversed();
  const altered = changes.altered.filter(({ to }) => !replaced.has(refKey(to)));
  const ranked = [
    ...made.map((object) => ({ rank: kinds.rankOf(object), ops: kinds.kindOf(object.kind).create(object, ends) })),
    ...altered.map(({ to, ops }) => ({ rank: kinds.rankOf(to), ops: ops === "recreate" ? [] : ops })),
  ];
  return [
    ...ranked.toSorted((left, right) => left.rank - right.rank).flatMap(({ ops }) => ops),
    ...gone.flatMap((object) => kinds.kindOf(object.kind).drop(object, ends)),
  ];
}

interface Altered {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  readonly ops: readonly AnyOperation[] | "recreate";
}

function changesBetween(ends: Ends, kinds: Kinds): { created: SchemaObject[]; dropped: SchemaObject[]; altered: Altered[] } {
  const created: SchemaObject[] = [];
  const altered: Altered[] = [];
  for (const to of objectsOf(ends.after)) {
    const from = getObject(ends.before, to);
    if (from === undefined) {
      created.push(to);
      continue;
    }
    const kind = kinds.kindOf(to.kind);
    if (from !== to && !sameData(kind.normalize(from), kind.normalize(to))) altered.push({ from, to, ops: kind.alter(from, to, ends) });
  }
  const dropped = [...objectsOf(ends.before)].filter((object) => !hasObject(ends.after, object));
  return { created, dropped, altered: altered.toSorted((left, right) => byRefKey(left.to, right.to)) };
}

/**
 * Objects to be dropped and made again: those that cannot be altered, those that stand in the way of another's
 * alteration, and all that depends on them.
 */
function replacedObjects(altered: readonly Altered[], ends: Ends, kindOf: KindOf): ReadonlySet<string> {
  const replaced = new Set<string>();
  for (const { from, to, ops } of altered) {
    if (ops === "recreate") replaced.add(refKey(to));
    for (const ref of kindOf(to.kind).rebuilds?.(from, to, ends) ?? []) if (hasObject(ends.after, ref)) replaced.add(refKey(ref));
  }
  if (replaced.size > 0) spread(replaced, ends, kindOf);
  return replaced;
}

function spread(replaced: Set<string>, ends: Ends, kindOf: KindOf): void {
  const users = new Map<string, SchemaObject[]>();
  for (const object of objectsOf(ends.before)) {
    if (!hasObject(ends.after, object)) continue;
    for (const ref of kindOf(object.kind).dependsOn(object, ends.before)) {
      const key = refKey(ref);
      users.set(key, [...(users.get(key) ?? []), object]);
    }
  }
  const queue = [...replaced];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const user of users.get(key) ?? []) {
      if (replaced.has(refKey(user))) continue;
      replaced.add(refKey(user));
      queue.push(refKey(user));
    }
  }
}

function objectsAt(schema: DatabaseSchema, keys: ReadonlySet<string>): readonly SchemaObject[] {
  return keys.size === 0 ? [] : [...objectsOf(schema)].filter((object) => keys.has(refKey(object)));
}

const sorted = (objects: readonly SchemaObject[], kinds: Kinds): readonly SchemaObject[] =>
  objects.toSorted((left, right) => kinds.rankOf(left) - kinds.rankOf(right) || byRefKeyOfTable(left, right));

/** Columns keep the order of their table; everything else goes by name. */
function byRefKeyOfTable(left: ObjectRef, right: ObjectRef): number {
  return left.kind === "column" && right.kind === "column" ? 0 : byRefKey(left, right);
}
