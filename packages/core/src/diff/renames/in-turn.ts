import { applyAll } from "../../operation/engine.ts";
import { isOwned, ownedBy, ownersOf, usesOf } from "../../operation/links.ts";
import type { Kinds } from "../../operation/kinds.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import { refKey, type SchemaObject } from "../../schema/object.ts";
import { freeName, operationsOf, type Pair, type State } from "./search.ts";

/**
 * Renames one after the other, each when its new name is free: what changes names with each other does so by way of a third name. What has
 * a new name and does not keep it, as a view that goes, makes room under another name: it is dropped, or changed, with all else. A schema
 * that something moves to is created first where it is not there yet.
 */
export function renamesInTurn(state: State, pairs: readonly Pair[]): readonly AnyOperation[] {
  const waiting = new Map(pairs.filter((pair) => holdersOf(pair, state).length > 0).map((pair) => [refKey(pair.from), pair]));
  const ops = [
    ...pairs.flatMap(({ to }) => missingSchemas(to, state)),
    ...pairs.filter(({ from }) => !waiting.has(refKey(from))).flatMap(({ from, to }) => operationsOf(from, to, state)),
  ];
  if (waiting.size === 0) return ops;
  const now = { ...state, schema: applyAll(state.schema, ops, state.kinds) };
  const take = (found: readonly AnyOperation[]): void => {
    ops.push(...found);
    now.schema = applyAll(now.schema, found, now.kinds);
  };
  const aside = (object: SchemaObject): SchemaObject | undefined => {
    const moved = asideOf(object, now);
    const found = operationsOf(object, moved, now);
    take(found);
    return found.length === 0 ? undefined : moved;
  };
  while (waiting.size > 0) {
    const [first] = waiting;
    const [key, pair] = nextOf(waiting, now) ?? first ?? [];
    if (key === undefined || pair === undefined) break;
    const holders = holdersOf(pair, now);
    waiting.delete(key);
    if (holders.some((holder) => waiting.has(refKey(holder)))) {
      const from = aside(pair.from); // in a circle
      if (from !== undefined) waiting.set(refKey(from), { from, to: pair.to });
      continue;
    }
    holders.forEach(aside);
    take(operationsOf(pair.from, pair.to, now));
  }
  return ops;
}

/** One whose new name no other one has. Undefined: they go in a circle. */
function nextOf(waiting: ReadonlyMap<string, Pair>, state: State): readonly [string, Pair] | undefined {
  for (const [key, pair] of waiting) {
    if (!holdersOf(pair, state).some((holder) => waiting.has(refKey(holder)))) return [key, pair];
  }
  return undefined;
}

const missingSchemas = (to: SchemaObject, { schema, target, kinds }: State): readonly AnyOperation[] =>
  usesOf(to, kinds)
    .filter(({ of }) => !isOwned(schema, of, kinds))
    .flatMap(({ of }) => ownersOf(target, of, kinds).filter((owner) => owner.schema === undefined))
    .flatMap((owner) => kinds.of(owner.kind).create(owner, { before: schema, after: target }));

/** What has the name that something gets. */
function holdersOf({ from, to }: Pair, { kinds, schema }: State): readonly SchemaObject[] {
  const own = refKey(from);
  const holders = nameKeys(to, kinds).flatMap((key) => ownersOf(schema, key, kinds));
  const others = holders.filter((holder) => refKey(holder) !== own && kinds.of(holder.kind).rename !== undefined);
  return [...new Set(others)];
}

/** An object under a name that nothing of its sort has, now or later. */
function asideOf(object: SchemaObject, { kinds, schema, target }: State): SchemaObject {
  const isTaken = (name: string): boolean =>
    nameKeys({ ...object, name }, kinds).some((key) => isOwned(schema, key, kinds) || isOwned(target, key, kinds));
  return { ...object, name: freeName(object.name, isTaken) };
}

/** The keys that an object owns by its own name: a key over some columns can belong to several, and a NOT NULL keeps its name. */
function nameKeys(object: SchemaObject, kinds: Kinds): readonly string[] {
  const unnamed = new Set(ownedBy({ ...object, name: "" }, kinds));
  const behind = kinds.of(object.kind).names?.(object);
  return ownedBy(object, kinds).filter((key, at) => !unnamed.has(key) && (behind === undefined || behind[at]?.name === object.name));
}
