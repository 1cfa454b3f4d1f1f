import type { Kinds } from "../../operation/kinds.ts";
import { isOwned, ownedBy, ownersOf, usersOf, usesOf } from "../../operation/links.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import { getObject, hasObject, objectsOf } from "../../schema/database-schema.ts";
import { containerKey, refKey, type SchemaObject } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { renameId, renameTarget } from "./answers.ts";
import { crossings } from "./crossings.ts";
import { isDeclared } from "./declared.ts";
import { renamesInTurn } from "./in-turn.ts";
import { likeOf, nameless } from "./likeness.ts";
import { grouped, isAsked, moved, originOf, placeOf, type Pair, type State } from "./search.ts";

/**
 * What stands for itself, holds nothing, and gets a name that is on both sides, where somebody says so. Types that have each other's labels
 * under columns that change types as well have changed names: nobody is asked about that, nor about the labels. So has a type that goes,
 * if another one has its labels now, and all its columns, and no column that it had.
 */
export function exchangedNames(state: State): readonly AnyOperation[] {
  const { kinds, answers } = state;
  const isMeant = (object: SchemaObject): boolean => object.table === undefined && isNameAlone(object, kinds);
  const said = crossings(state, isMeant);
  markUsed(state, said);
  const taken = new Set(said.flatMap(({ from, to }) => [refKey(from), refKey(to)]));
  const labelled = differingIn(
    state,
    (object) => isMeant(object) && kinds.of(object.kind).labels !== undefined && !taken.has(refKey(object)),
  );
  const like = grouped(labelled, ({ to }) => likeOf(to, kinds));
  const alike = labelled.flatMap(({ from }) => {
    const [other, ...more] = like.get(likeOf(from, kinds)) ?? [];
    if (other === undefined || more.length > 0 || answers.get(renameId(from)) === false) return [];
    return usersGoAlong({ from, to: other.to }, state) ? [{ from, to: other.to }] : [];
  });
  const leaving = new Set(alike.map(({ from }) => refKey(from)));
  const isTyped = (object: SchemaObject): boolean => isMeant(object) && kinds.of(object.kind).labels !== undefined;
  const instead = moved(state, isTyped).gone.flatMap((from) => {
    const [pair, ...more] = like.get(likeOf(from, kinds)) ?? [];
    if (pair === undefined || more.length > 0 || leaving.has(refKey(pair.from)) || answers.has(renameId(from))) return [];
    const { to } = pair;
    return from.schema === to.schema && usersGoAlong({ from, to }, state) && usersLeave(pair, state) ? [{ from, to }] : [];
  });
  return renamesInTurn(state, [...said, ...possible(alike, state), ...onePerName(instead)]);
}

/** Those whose new name no other one gets. */
const onePerName = (pairs: readonly Pair[]): readonly Pair[] =>
  pairs.filter(({ to }) => pairs.filter((other) => refKey(other.to) === refKey(to)).length === 1);

/** Whether nothing that uses it now still does. */
function usersLeave({ from, to }: Pair, { schema, target, kinds }: State): boolean {
  const has = new Set(ownedBy(to, kinds));
  return ownedBy(from, kinds).every((key) =>
    usersOf(schema, key, kinds).every((user) => {
      const now = getObject(target, user);
      return now === undefined || usesOf(now, kinds).every(({ of }) => !has.has(of));
    }),
  );
}

function markUsed(state: State, taken: readonly Pair[]): void {
  for (const { from } of taken) {
    const id = renameId(originOf(state, from));
    if (state.answers.has(id)) state.used.add(id);
  }
}

/** Whether what uses it will use the other one: otherwise its labels change, and not its name. */
function usersGoAlong({ from, to }: Pair, { schema, target, kinds }: State): boolean {
  const has = ownedBy(to, kinds);
  return ownedBy(from, kinds).every((key, at) =>
    usersOf(schema, key, kinds).every((user) => {
      const [used, now] = [usesOf(user, kinds).find(({ of }) => of === key), getObject(target, user)];
      return used?.how === "part" || now === undefined || usesOf(now, kinds).some(({ of }) => of === has[at]);
    }),
  );
}

const isNameAlone = (object: SchemaObject, kinds: Kinds): boolean => !isAsked(object, kinds) && kinds.of(object.kind).isNamespace !== true;

/**
 * What holds nothing: renamed where it differs in its name alone, or where an answer says so. A name that is taken as long as something
 * else is not dropped is left alone. What is on tables that have changed names with each other does so too.
 */
export function onlyNames(state: State): readonly AnyOperation[] {
  const { kinds, answers, used } = state;
  const isMeant = (object: SchemaObject): boolean => isNameAlone(object, kinds);
  const { gone, come } = moved(state, isMeant);
  const crossing = crossings(state, (object) => object.table !== undefined && isMeant(object));
  const differing = state.operations.length === 0 ? [] : differingIn(state, isMeant);
  if (crossing.length + differing.length === 0 && (gone.length === 0 || come.length === 0)) return [];
  const [left, got] = [new Set<SchemaObject>(), new Set<SchemaObject>()]; // what both sides have can be in both
  const take = (pair: Pair): Pair => {
    left.add(pair.from);
    got.add(pair.to);
    return pair;
  };
  const comeIn = grouped(come, placeOf);
  const answered = [
    ...crossing.map(take),
    ...gone.flatMap((from) => {
      const id = renameId(originOf(state, from));
      const answer = answers.get(id);
      if (answer === false) left.add(from);
      const isSaid = (object: SchemaObject): boolean =>
        answer === undefined ? isDeclared(state, from, object) : renameTarget(from, object) === answer;
      const to = left.has(from) ? undefined : comeIn.get(placeOf(from))?.find((object) => isSaid(object) && !got.has(object));
      if (answer === false) used.add(id);
      return to === undefined ? [] : [take({ from, to })];
    }),
  ];
  markUsed(state, answered);
  const comeLike = grouped([...come, ...differing.map(({ to }) => to)], (object) => likeOf(object, kinds));
  const alike = [...gone, ...differing.map(({ from }) => from)].flatMap((from) => {
    if (left.has(from)) return [];
    const others = (comeLike.get(likeOf(from, kinds)) ?? []).filter((object) => !got.has(object) && object.schema === from.schema);
    const to = others.find((object) => isFree({ from, to: object }, state)) ?? others[0];
    return to === undefined ? [] : [take({ from, to })];
  });
  return renamesInTurn(state, [...answered, ...possible(alike, state)]);
}

/** What both sides have and is not alike. */
function differingIn({ schema, target, kinds }: State, isMeant: (object: SchemaObject) => boolean): readonly Pair[] {
  return objectsOf(schema).flatMap((from) => {
    const to = getObject(target, from);
    if (to === undefined || to === from || kinds.of(from.kind).rename === undefined || !isMeant(from)) return [];
    return sameData(nameless(from, kinds), nameless(to, kinds)) ? [] : [{ from, to }];
  });
}

/** Those whose names are free, or become free by others of them. */
function possible(pairs: readonly Pair[], state: State): readonly Pair[] {
  const [leaving, coming] = [new Set(pairs.map(({ from }) => refKey(from))), new Set(pairs.map(({ to }) => refKey(to)))];
  const left = pairs.filter((pair) => isFree(pair, state, { leaving, coming }));
  return left.length === pairs.length ? pairs : possible(left, state);
}

interface Names {
  readonly leaving: ReadonlySet<string>;
  readonly coming: ReadonlySet<string>;
}

const none: Names = { leaving: new Set(), coming: new Set() };

/**
 * Nothing that stays, or goes for itself, has the new name, nor shares the old one, as overloads of a function do: a text that calls one
 * does not say which.
 */
function isFree({ from, to }: Pair, { schema, target, kinds }: State, { leaving, coming }: Names = none): boolean {
  const [had, has] = [ownedBy(from, kinds), ownedBy(to, kinds)];
  const goesAlong = (owner: SchemaObject): boolean =>
    (owner.table !== undefined && !target.containers.has(containerKey(owner))) ||
    usesOf(owner, kinds).some(({ of, how }) => how === "part" && isOwned(schema, of, kinds) && !isOwned(target, of, kinds));
  return (
    (!hasObject(target, from) || coming.has(refKey(from))) &&
    has.every(
      (key) => had.includes(key) || ownersOf(schema, key, kinds).every((owner) => leaving.has(refKey(owner)) || goesAlong(owner)),
    ) &&
    had.every((key) => has.includes(key) || ownersOf(schema, key, kinds).length === 1)
  );
}
