import type { DatabaseSchema } from "../schema/database-schema.ts";
import { sameData } from "../schema/same-data.ts";
import { droppedByName } from "./links.ts";
import type { Kinds } from "./kinds.ts";
import type { AnyOperation } from "./operation.ts";
import { changesBetween } from "./changes.ts";
import { withAside } from "./stand-aside.ts";

/** The schema after all operations, in order. */
export function applyAll(before: DatabaseSchema, ops: readonly AnyOperation[], kinds: Kinds): DatabaseSchema {
  return ops.reduce((schema, op) => kinds.specOf(op).apply(schema, op, kinds), before);
}

/** Operations that undo all of `ops`, last first. */
export function reverseAll(ops: readonly AnyOperation[], before: DatabaseSchema, kinds: Kinds): readonly AnyOperation[] {
  const undone: AnyOperation[][] = [];
  let schema = before;
  for (const op of ops) {
    undone.push([...kinds.specOf(op).reverse(op, schema, kinds)]);
    schema = kinds.specOf(op).apply(schema, op, kinds);
  }
  return undone.toReversed().flat();
}

/**
 * The way back by comparing the schema after with the one before: what went is created, what came is dropped,
 * what changed is altered back, with what stands in the way. The usual `reverse` of every operation that renames nothing.
 */
export function reverseByState(after: DatabaseSchema, before: DatabaseSchema, kinds: Kinds): readonly AnyOperation[] {
  const ends = { before: after, after: before };
  const changes = withAside(changesBetween(ends, kinds, sameData), ends, kinds);
  const { made, gone } = changes.anew ?? { made: ends, gone: ends };
  return [
    ...droppedByName(changes.dropped, kinds).flatMap((object) => kinds.of(object.kind).drop(object, gone)),
    ...changes.created.flatMap((object) => kinds.of(object.kind).create(object, made)),
    ...changes.altered.flatMap(({ ops }) => (typeof ops === "string" ? [] : ops)),
  ];
}
