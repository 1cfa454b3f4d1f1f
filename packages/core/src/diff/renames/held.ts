import type { AnyOperation } from "../../operation/operation.ts";
import { hasObject, objectsIn, type DatabaseSchema } from "../../schema/database-schema.ts";
import { byRefKey, containerKey, type SchemaObject } from "../../schema/object.ts";
import { renameId, renameTarget } from "./answers.ts";
import { betterFits } from "./better-fits.ts";
import { isDeclared } from "./declared.ts";
import { chosen, type Candidate } from "./chosen.ts";
import { crossings, exchanged } from "./crossings.ts";
import { renamesInTurn } from "./in-turn.ts";
import { likenessOf } from "./likeness.ts";
import { grouped, isAsked, manyPairs, moved, operationsOf, originOf, placeOf, type Moved, type Pair, type State } from "./search.ts";

/** Tables and whatever else stands for itself and holds something. What is named after others waits for those. */
export const wholes = (state: State): readonly AnyOperation[] => wholesWhere(state, (object) => state.followers?.has(object) !== true);

/** Those that are named after others. */
export const followingWholes = (state: State): readonly AnyOperation[] =>
  wholesWhere(state, (object) => state.followers?.has(object) === true);

function wholesWhere(state: State, isMeant: (object: SchemaObject) => boolean): readonly AnyOperation[] {
  const isHeld = (object: SchemaObject): boolean => object.table === undefined && isAsked(object, state.kinds);
  const { gone, come } = moved(state, isHeld);
  const more = [...crossings(state, isHeld), ...exchanged(state), ...betterFits(state, isHeld)].filter(({ to }) => isMeant(to));
  return renamesOf(state, { gone, come: come.filter(isMeant) }, more);
}

/** Columns, in tables that both have. */
export function parts(state: State): readonly AnyOperation[] {
  const isHeld = (object: SchemaObject): boolean => object.table !== undefined && isAsked(object, state.kinds);
  return renamesOf(state, moved(state, isHeld), [...crossings(state, isHeld), ...betterFits(state, isHeld)]);
}

/** Renames of objects that hold something. `more` are pairs of which a name is on both sides. */
function renamesOf(state: State, both: Moved, more: readonly Pair[]): readonly AnyOperation[] {
  const candidates = [...pairs(state, both), ...more]
    .filter(({ from, to }) => operationsOf(from, to, state).length > 0)
    .map(({ from, to }): Candidate<SchemaObject> => ({
      from,
      to,
      id: renameId(originOf(state, from)),
      origin: originOf(state, from),
      answer: renameTarget(from, to),
      isDeclared: isDeclared(state, from, to),
      isInUse: hasObject(state.schema, to),
      ...likenessOf({ from, to, before: state.schema, after: state.target }, state.kinds),
    }));
  const sorted = candidates.toSorted(
    (left, right) => right.score - left.score || byRefKey(left.from, right.from) || byRefKey(left.to, right.to),
  );
  const found = chosen(state, sorted);
  for (const { from, to, origin } of found) if (from.table === undefined) state.origins.set(containerKey(to), origin);
  return renamesInTurn(state, found);
}

function pairs(state: State, { gone, come }: Moved): readonly Pair[] {
  const comeIn = grouped(come, placeOf);
  const all = gone.reduce((sum, from) => sum + (comeIn.get(placeOf(from))?.length ?? 0), 0);
  if (all <= manyPairs) return gone.flatMap((from) => (comeIn.get(placeOf(from)) ?? []).map((to) => ({ from, to })));
  const answered = (from: SchemaObject, to: SchemaObject): boolean =>
    state.answers.get(renameId(originOf(state, from))) === renameTarget(from, to) || isDeclared(state, from, to);
  const partsIn =
    (schema: DatabaseSchema) =>
    (object: SchemaObject): string =>
      placeOf(object) +
      objectsIn(schema, object)
        .map(({ name, kind }) => JSON.stringify([kind, object.name === name ? "" : name]))
        .toSorted()
        .join("");
  const nameOf = (object: SchemaObject): string => `${placeOf(object)} ${object.name}`;
  const [byParts, byName] = [grouped(come, partsIn(state.target)), grouped(come, nameOf)];
  return gone.flatMap((from) => {
    const alike = [...(byParts.get(partsIn(state.schema)(from)) ?? []), ...(byName.get(nameOf(from)) ?? [])].slice(0, 100);
    const meant = (comeIn.get(placeOf(from)) ?? []).filter((to) => answered(from, to));
    return [...new Set([...alike, ...meant])].map((to) => ({ from, to }));
  });
}
