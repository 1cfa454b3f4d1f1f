import type { Kinds } from "../../operation/kinds.ts";
import { isOwned, ownedBy, ownersOf } from "../../operation/links.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { renameId, renameTarget } from "./answers.ts";
import { isDeclared } from "./declared.ts";
import { nameless } from "./likeness.ts";
import { grouped, isAsked, moved, originOf, placeOf, renamesTo, type State } from "./search.ts";

/**
 * What holds nothing: renamed where it differs in its name alone, or where an answer says so. A name that is taken as long as something
 * else is not dropped is left alone.
 */
export function onlyNames(state: State): readonly AnyOperation[] {
  const { kinds, schema, answers, used } = state;
  const { gone, come } = moved(state, (object) => !isAsked(object, kinds) && kinds.of(object.kind).isNamespace !== true);
  if (gone.length === 0 || come.length === 0) return [];
  const likeOf = (object: SchemaObject): string => JSON.stringify(sortedKeys(nameless(object, kinds)));
  const [comeLike, comeIn] = [grouped(come, likeOf), grouped(come, placeOf)];
  const taken = new Set<SchemaObject>();
  const found = (from: SchemaObject, to: SchemaObject): readonly AnyOperation[] => {
    taken.add(from).add(to);
    return renamesTo(state, from, to);
  };
  const answered = gone.flatMap((from) => {
    const id = renameId(originOf(state, from));
    const answer = answers.get(id);
    if (answer === false) taken.add(from);
    const isMeant = (object: SchemaObject): boolean =>
      answer === undefined ? isDeclared(state, from, object) : renameTarget(from, object) === answer;
    const to = comeIn.get(placeOf(from))?.find((object) => isMeant(object) && !taken.has(object));
    if (answer === false || (answer !== undefined && to !== undefined)) used.add(id);
    return to === undefined ? [] : found(from, to);
  });
  const alike = gone.flatMap((from) => {
    const to = taken.has(from)
      ? undefined
      : comeLike.get(likeOf(from))?.find((object) => !taken.has(object) && isFree(object, from, schema, kinds));
    return to === undefined ? [] : found(from, to);
  });
  return [...answered, ...alike];
}

/** Nothing has the new name, nor shares the old one, as overloads of a function do: a text that calls one of these does not say which. */
function isFree(object: SchemaObject, from: SchemaObject, schema: DatabaseSchema, kinds: Kinds): boolean {
  if (object.schema !== from.schema) return false;
  const [had, has] = [ownedBy(from, kinds), ownedBy(object, kinds)];
  return (
    has.every((key) => had.includes(key) || !isOwned(schema, key, kinds)) &&
    had.every((key) => has.includes(key) || ownersOf(schema, key, kinds).length === 1)
  );
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, field]) => [key, sortedKeys(field)]),
  );
}
