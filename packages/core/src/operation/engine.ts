import { refKey, type SchemaObject } from "../schema/object.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { sameData } from "../schema/same-data.ts";
import type { KindOf } from "./object-kind.ts";
import type { AnyOperation, SpecOf } from "./spec.ts";

/** The schema after all operations, in order. */
export function applyAll<Op extends AnyOperation>(before: DatabaseSchema, ops: readonly Op[], specOf: SpecOf<Op>): DatabaseSchema {
  return ops.reduce((schema, op) => specOf(op).apply(schema, op), before);
}

/** Operations that undo all of `ops`, last first. */
export function reverseAll<Op extends AnyOperation>(ops: readonly Op[], before: DatabaseSchema, specOf: SpecOf<Op>, kinds: KindOf): readonly AnyOperation[] {
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
 * what changed is altered back. The usual `reverse` of every operation that renames nothing.
 */
export function reverseByState(after: DatabaseSchema, before: DatabaseSchema, kinds: KindOf): readonly AnyOperation[] {
  const ends = { before: after, after: before };
  const drops: AnyOperation[] = [];
  const makes: AnyOperation[] = [];
  for (const key of changedContainers(after, before)) {
    const had = after.containers.get(key);
    const wanted = before.containers.get(key);
    for (const object of had?.values() ?? []) {
      if (wanted?.has(refKey(object)) !== true) drops.push(...kinds(object.kind).drop(object, ends));
    }
    for (const object of wanted?.values() ?? []) {
      const now = had?.get(refKey(object));
      if (now === undefined) makes.push(...kinds(object.kind).create(object, ends));
      else if (!sameData(now, object)) makes.push(...alterBack(now, object, ends, kinds));
    }
  }
  return [...drops, ...makes];
}

function alterBack(from: SchemaObject, to: SchemaObject, ends: { readonly before: DatabaseSchema; readonly after: DatabaseSchema }, kinds: KindOf): readonly AnyOperation[] {
  const kind = kinds(to.kind);
  const altered = kind.alter(from, to, ends);
  return altered === "recreate" ? [...kind.drop(from, ends), ...kind.create(to, ends)] : altered;
}

function* changedContainers(left: DatabaseSchema, right: DatabaseSchema): Generator<string> {
  for (const [key, container] of left.containers) if (right.containers.get(key) !== container) yield key;
  for (const key of right.containers.keys()) if (!left.containers.has(key)) yield key;
}

