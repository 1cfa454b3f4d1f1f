import { applyAll } from "../../operation/engine.ts";
import type { Kinds } from "../../operation/kinds.ts";
import { ownedBy, usersOf } from "../../operation/links.ts";
import { getObject, sharedObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refKey, type SchemaObject } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { renameId, renameTarget } from "./answers.ts";
import { renamesInTurn } from "./in-turn.ts";
import { definitionLikeness, likeOf, nameless } from "./likeness.ts";
import { grouped, manyPairs, moved, operationsOf, originOf, placeOf, type Pair, type State } from "./search.ts";
import { similarNames } from "./similar-names.ts";

/**
 * What goes, and is just what is wanted under a name in use, where what has the name now would have to change for that: a column `name`
 * in whose place `full_name` comes. Then what has the name now may go on under a new one. Names that have nothing to do with each other
 * need more: that what has the name now is something else altogether.
 */
export function betterFits(state: State, isMeant: (object: SchemaObject) => boolean): readonly Pair[] {
  const { schema, target, kinds, answers } = state;
  const { gone, come } = moved(state, isMeant);
  if (gone.length === 0) return [];
  const shared = sharedObjects(schema, target).filter(({ from }) => isMeant(from));
  const changed = grouped(shared, ({ to }) => inSchema(to));
  const tried = gone.flatMap((from) => (changed.get(inSchema(from)) ?? []).map(({ from: holder, to }) => ({ from, to, holder })));
  if (tried.length > manyPairs) return [];
  const found = tried.filter((one) => {
    const likeness = (from: SchemaObject): number => definitionLikeness({ from, to: one.to, before: schema, after: target }, kinds);
    if (likeness(one.from) < 1 || operationsOf(one.from, one.to, state).length === 0) return false;
    const isOther = likeness(one.holder) < 0.5;
    return (isOther || similarNames(one.from.name, one.to.name) >= 0.5) && fitsBetter(one, state);
  });
  const comeIn = grouped(come, inSchema);
  const isDenied = ({ from, to }: Pair): boolean =>
    (answers.get(renameId(originOf(state, from))) ?? renameTarget(from, to)) !== renameTarget(from, to);
  const displaced = new Set(found.filter((pair) => !isDenied(pair)).map(({ holder }) => holder));
  const on = [...displaced].flatMap((from) => (comeIn.get(inSchema(from)) ?? []).map((to) => ({ from, to })));
  return [...found.map(({ from, to }) => ({ from, to })), ...on];
}

interface Tried extends Pair {
  /** What has the name now. */
  readonly holder: SchemaObject;
}

const inSchema = (object: SchemaObject): string => `${placeOf(object)} ${object.schema ?? ""}`;

function fitsBetter({ from, to, holder }: Tried, state: State): boolean {
  const { schema, target, kinds } = state;
  if (from.table === undefined) return definitionLikeness({ from: holder, to, before: schema, after: target }, kinds) < 1;
  const wanted = nameless(to, kinds);
  if (!sameData(nameless(from, kinds), wanted)) return false;
  if (!sameData(nameless(holder, kinds), wanted)) return true;
  const had = partsOn(holder, schema, kinds);
  const more = [...partsOn(to, target, kinds)].filter((part) => !had.has(part));
  if (more.length === 0) return false;
  const renamed = applyAll(schema, renamesInTurn(state, [{ from, to }]), kinds);
  const brought = partsOn(getObject(renamed, to) ?? from, renamed, kinds);
  return more.every((part) => brought.has(part));
}

/** The keys, indexes and whatever else of its table is on a column. */
const partsOn = (column: SchemaObject, schema: DatabaseSchema, kinds: Kinds): ReadonlySet<string> =>
  new Set(
    ownedBy(column, kinds)
      .flatMap((key) => usersOf(schema, key, kinds))
      .filter((user) => user.table === column.table && user.schema === column.schema && refKey(user) !== refKey(column))
      .map((user) => likeOf(user, kinds)),
  );
