import type { Ends, KindOf } from "../operation/object-kind.ts";
import type { AnyOperation } from "../operation/spec.ts";
import { hasObject, objectsOf, type DatabaseSchema } from "../schema/database-schema.ts";
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
  const replaced = replacedObjects(changes, ends, kinds.kindOf);
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

interface Changes {
  readonly created: readonly SchemaObject[];
  readonly dropped: readonly SchemaObject[];
  readonly altered: readonly Altered[];
}

interface Altered {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  readonly ops: readonly AnyOperation[] | "recreate";
}

/** What is the same object on both sides, or a whole container of them, is passed over. */
function changesBetween(ends: Ends, kinds: Kinds): Changes {
  const created: SchemaObject[] = [];
  const altered: Altered[] = [];
  for (const [key, container] of ends.after.containers) {
    const live = ends.before.containers.get(key);
    if (live === container) continue;
    for (const [ref, to] of container) {
      const from = live?.get(ref);
      if (from === undefined) created.push(to);
      else if (from !== to && !isSame(from, to, kinds)) altered.push({ from, to, ops: kinds.kindOf(to.kind).alter(from, to, ends) });
    }
  }
  return { created, dropped: droppedBetween(ends), altered: altered.toSorted((left, right) => byRefKey(left.to, right.to)) };
}

function droppedBetween({ before, after }: Ends): readonly SchemaObject[] {
  const dropped: SchemaObject[] = [];
  for (const [key, container] of before.containers) {
    const wanted = after.containers.get(key);
    if (wanted === container) continue;
    for (const [ref, object] of container) if (wanted?.has(ref) !== true) dropped.push(object);
  }
  return dropped;
}

function isSame(from: SchemaObject, to: SchemaObject, { kindOf }: Kinds): boolean {
  const kind = kindOf(to.kind);
  return sameData(kind.normalize(from), kind.normalize(to));
}

/**
 * Objects to be dropped and made again: those that cannot be altered, those that stand in the way of another's
 * alteration, those that rest on something that goes, and all that depends on them.
 */
function replacedObjects({ altered, dropped }: Changes, ends: Ends, kindOf: KindOf): ReadonlySet<string> {
  const replaced = new Set<string>(restingOn(dropped, ends, kindOf));
  for (const { from, to, ops } of altered) {
    if (ops === "recreate") replaced.add(refKey(to));
    for (const ref of kindOf(to.kind).rebuilds?.(from, to, ends) ?? []) if (hasObject(ends.after, ref)) replaced.add(refKey(ref));
  }
  if (replaced.size > 0) spread(replaced, ends, kindOf);
  return replaced;
}

/** Objects that stay though something goes that they use without naming it. */
function restingOn(dropped: readonly SchemaObject[], { before, after }: Ends, kindOf: KindOf): readonly string[] {
  if (dropped.length === 0) return [];
  const gone = new Set(dropped.map(refKey));
  const rests = (object: SchemaObject): boolean => kindOf(object.kind).restsOn?.(object, before).some((ref) => gone.has(refKey(ref))) === true;
  return [...objectsOf(before)].filter((object) => rests(object) && hasObject(after, object)).map(refKey);
}

function spread(replaced: Set<string>, ends: Ends, kindOf: KindOf): void {
  const users = new Map<string, SchemaObject[]>();
  for (const object of objectsOf(ends.before)) {
    if (!hasObject(ends.after, object)) continue;
    const kind = kindOf(object.kind);
    for (const ref of [...kind.dependsOn(object, ends.before), ...(kind.restsOn?.(object, ends.before) ?? [])]) {
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
