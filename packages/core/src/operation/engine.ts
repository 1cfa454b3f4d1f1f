import { refKey, type SchemaObject } from "../schema/object.ts";
import { objectsOf, type DatabaseSchema } from "../schema/database-schema.ts";
import { sameData } from "../schema/same-data.ts";
import type { KindOf } from "./object-kind.ts";
import { rebuiltObjects, type Altered } from "./rebuilt.ts";
import type { AnyOperation, SpecOf } from "./spec.ts";

/** The schema after all operations, in order. */
export function applyAll<Op extends AnyOperation>(before: DatabaseSchema, ops: readonly Op[], specOf: SpecOf<Op>): DatabaseSchema {
  return ops.reduce((schema, op) => specOf(op).apply(schema, op), before);
}

/** Operations that undo all of `ops`, last first. */
export function reverseAll<Op extends AnyOperation>(
  ops: readonly Op[],
  before: DatabaseSchema,
  specOf: SpecOf<Op>,
  kinds: KindOf,
): readonly AnyOperation[] {
  const undone: AnyOperation[][] = [];
  let schema = before;
  for (const op of ops) {
    undone.push([...specOf(op).reverse(op, schema, kinds)]);
    schema = specOf(op).apply(schema, op);
  }
  return undone.toReversed().flat();
}

/**
 * The way back by comparing the schema after with the one before: what went is created, what came is dropped,
 * what changed is altered back, with what stands in the way. The usual `reverse` of every operation that renames nothing.
 */
export function reverseByState(after: DatabaseSchema, before: DatabaseSchema, kinds: KindOf): readonly AnyOperation[] {
  const ends = { before: after, after: before };
  const dropped: SchemaObject[] = [];
  const made: SchemaObject[] = [];
  const altered: Altered[] = [];
  for (const key of changedContainers(after, before)) {
    const had = after.containers.get(key);
    const wanted = before.containers.get(key);
    for (const object of had?.values() ?? []) if (wanted?.has(refKey(object)) !== true) dropped.push(object);
    for (const object of wanted?.values() ?? []) {
      const now = had?.get(refKey(object));
      if (now === undefined) made.push(object);
      else if (!sameData(now, object)) altered.push({ from: now, to: object, ops: kinds(object.kind).alter(now, object, ends) });
    }
  }
  const rebuilt = rebuiltObjects({ altered, dropped }, ends, kinds);
  const again = (schema: DatabaseSchema): readonly SchemaObject[] =>
    rebuilt.size === 0 ? [] : [...objectsOf(schema)].filter((object) => rebuilt.has(refKey(object)));
  const kept = altered.filter(({ to }) => !rebuilt.has(refKey(to)));
  return [
    ...[...dropped, ...again(after)].flatMap((object) => kinds(object.kind).drop(object, ends)),
    ...[...made, ...again(before)].flatMap((object) => kinds(object.kind).create(object, ends)),
    ...kept.flatMap(({ ops }) => (ops === "recreate" ? [] : ops)),
  ];
}

function* changedContainers(left: DatabaseSchema, right: DatabaseSchema): Generator<string> {
  for (const [key, container] of left.containers) if (right.containers.get(key) !== container) yield key;
  for (const key of right.containers.keys()) if (!left.containers.has(key)) yield key;
}
