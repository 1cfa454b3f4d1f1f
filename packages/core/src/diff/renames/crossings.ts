import type { Kinds } from "../../operation/kinds.ts";
import { getObject, hasObject, objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { containerKey, refKey, type SchemaObject } from "../../schema/object.ts";
import { renameId, renameTarget } from "./answers.ts";
import { oldRef } from "./declared.ts";
import { definitionLikeness, valuedParts } from "./likeness.ts";
import { grouped, isAsked, moved, originOf, placeOf, type Pair, type State } from "./search.ts";

/**
 * Pairs of which somebody says that they are one, though a name of theirs is on both sides: two tables that change names with each
 * other, a column that gets the name of one that goes, a table in whose place a new one comes. What is said once and for all, in a file or
 * by the other side, still stands when it has been done: it counts only where they change places, and are more alike there. They stay in
 * their schema: what moves to another one takes names with it that are in use there.
 */
export function crossings(state: State, isMeant: (object: SchemaObject) => boolean): readonly Pair[] {
  const { schema, target } = state;
  const found = saidPairs(state).filter(
    ({ from, to }) => from.name !== to.name && from.schema === to.schema && (hasObject(target, from) || hasObject(schema, to)),
  );
  return circles(found)
    .filter((pairs) => pairs.some(({ from }) => isMeant(from)))
    .filter((pairs) => pairs.every(({ from }) => isSure(state, from)) || (isClosed(state, pairs) && fitBetter(state, pairs)))
    .flat();
}

/** They only change places: none of them takes the name of something else, or leaves its own to something new. */
function isClosed({ schema, target }: State, pairs: readonly Pair[]): boolean {
  const [leaving, coming] = [new Set(pairs.map(({ from }) => refKey(from))), new Set(pairs.map(({ to }) => refKey(to)))];
  return pairs.every(
    ({ from, to }) => (leaving.has(refKey(to)) || !hasObject(schema, to)) && (coming.has(refKey(from)) || !hasObject(target, from)),
  );
}

const isSure = (state: State, from: SchemaObject): boolean => state.sure?.has(renameId(originOf(state, from))) === true;

function saidPairs(state: State): readonly Pair[] {
  const { schema, target, answers, kinds } = state;
  const pairs: Pair[] = [...state.declared, ...state.implied].flatMap((rename): readonly Pair[] => {
    const [from, to] = [getObject(schema, oldRef(rename)), getObject(target, rename.to)];
    return rename.label !== undefined || from === undefined || to === undefined || answers.has(renameId(originOf(state, from)))
      ? []
      : [{ from, to }];
  });
  if (answers.size === 0) return pairs;
  const candidates = new Map<string, readonly SchemaObject[]>();
  for (const from of objectsOf(schema)) {
    if (kinds.of(from.kind).rename === undefined) continue;
    const id = renameId(originOf(state, from));
    const answer = answers.get(id);
    if (answer === undefined || answer === false || state.used.has(id)) continue;
    if (candidates.size === 0) for (const [place, objects] of grouped(objectsOf(target), placeOf)) candidates.set(place, objects);
    const to = candidates.get(placeOf(from))?.find((object) => renameTarget(from, object) === answer);
    if (to !== undefined) pairs.push({ from, to });
  }
  return pairs;
}

/** Pairs by what hangs together: where the one gets the name that the other one has. */
function circles(pairs: readonly Pair[]): readonly (readonly Pair[])[] {
  const byFrom = new Map(pairs.map((pair) => [refKey(pair.from), pair]));
  const taken = new Set<Pair>();
  const starts = [...pairs.filter(({ from }) => !pairs.some(({ to }) => refKey(to) === refKey(from))), ...pairs];
  return starts.flatMap((start) => {
    const circle: Pair[] = [];
    for (let next: Pair | undefined = start; next !== undefined && !taken.has(next); next = byFrom.get(refKey(next.to))) {
      taken.add(next);
      circle.push(next);
    }
    return circle.length === 0 ? [] : [circle];
  });
}

function fitBetter({ schema, target, kinds }: State, pairs: readonly Pair[]): boolean {
  const likeness = (found: readonly Pair[]): number =>
    found.reduce((sum, { from, to }) => sum + definitionLikeness({ from, to, before: schema, after: target }, kinds), 0);
  const names = new Map(pairs.flatMap(({ from, to }) => [from, to]).map((object) => [refKey(object), object]));
  const asTheyAre = [...names.values()].flatMap((ref): readonly Pair[] => {
    const [from, to] = [getObject(schema, ref), getObject(target, ref)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  return likeness(pairs) > likeness(asTheyAre);
}

/** Two tables that have each other's columns: likely they changed names. */
export function exchanged(state: State): readonly Pair[] {
  const { schema, target, kinds } = state;
  const { gone, come } = moved(state, ({ table }) => table !== undefined);
  const places = new Set([...gone, ...come].map(containerKey));
  const wholeIn = (within: DatabaseSchema, place: string): SchemaObject | undefined =>
    [...(within.containers.get(place)?.values() ?? [])].find((object) => object.table === undefined && isAsked(object, kinds));
  const columns = (whole: SchemaObject, within: DatabaseSchema): string => JSON.stringify(columnNames(whole, within, kinds));
  const both = [...places].flatMap((place): readonly Pair[] => {
    const [from, to] = [wholeIn(schema, place), wholeIn(target, place)];
    if (from === undefined || to === undefined || from.kind !== to.kind) return [];
    return columns(from, schema) === columns(to, target) ? [] : [{ from, to }];
  });
  const had = grouped(both, ({ from }) => `${placeOf(from)} ${columns(from, schema)} ${columns(getObject(target, from) ?? from, target)}`);
  return both.flatMap(({ from, to }) => {
    const twins = had.get(`${placeOf(from)} ${columns(to, target)} ${columns(from, schema)}`) ?? [];
    const [twin] = twins;
    return twin === undefined || twins.length > 1 || twin.to.schema !== from.schema ? [] : [{ from, to: twin.to }];
  });
}

const columnNames = (whole: SchemaObject, within: DatabaseSchema, kinds: Kinds): readonly string[] =>
  valuedParts(whole, within, kinds)
    .map(({ name }) => name)
    .toSorted();
