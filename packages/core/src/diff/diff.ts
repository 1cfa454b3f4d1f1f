import type { Ends, KindOf } from "../operation/object-kind.ts";
import { rebuiltObjects, type Altered } from "../operation/rebuilt.ts";
import type { AnyOperation } from "../operation/spec.ts";
import { objectsOf, type DatabaseSchema } from "../schema/database-schema.ts";
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
  const replaced = rebuiltObjects(changes, ends, kinds.kindOf);
  const made = sorted([...changes.created, ...objectsAt(after, replaced)], kinds);
  const gone = sorted([...changes.dropped, ...objectsAt(before, replaced)], kinds).toReversed();
  const altered = changes.altered.filter(({ to }) => !replaced.has(refKey(to)));
  const ranked = [
    ...made.map((object) => ({ rank: kinds.rankOf(object), ops: kinds.kindOf(object.kind).create(object, ends) })),
    ...altered.map(({ to, ops }) => ({ rank: kinds.rankOf(to), ops: ops === "recreate" ? [] : ops })),
  ];
  return [
    ...ranked.toSorted((left, right) => left.rank - right.rank).flatMap(({ ops }) => ops),
    ...withoutGoingAlong(gone, ends, kinds).flatMap((object) => kinds.kindOf(object.kind).drop(object, ends)),
  ];
}

/** What goes by itself when another of these is dropped is left out. */
function withoutGoingAlong(gone: readonly SchemaObject[], { before }: Ends, { kindOf }: Kinds): readonly SchemaObject[] {
  const keys = new Set(gone.map(refKey));
  return gone.filter((object) => {
    const kind = kindOf(object.kind);
    return kind.goesAlong !== true || !kind.dependsOn(object, before).some((ref) => keys.has(refKey(ref)));
  });
}

interface Changes {
  readonly created: readonly SchemaObject[];
  readonly dropped: readonly SchemaObject[];
  readonly altered: readonly Altered[];
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

function objectsAt(schema: DatabaseSchema, keys: ReadonlySet<string>): readonly SchemaObject[] {
  return keys.size === 0 ? [] : [...objectsOf(schema)].filter((object) => keys.has(refKey(object)));
}

const sorted = (objects: readonly SchemaObject[], kinds: Kinds): readonly SchemaObject[] =>
  objects.toSorted((left, right) => kinds.rankOf(left) - kinds.rankOf(right) || byRefKeyOfTable(left, right));

/** Columns keep the order of their table; everything else goes by name. */
function byRefKeyOfTable(left: ObjectRef, right: ObjectRef): number {
  return left.kind === "column" && right.kind === "column" ? 0 : byRefKey(left, right);
}
