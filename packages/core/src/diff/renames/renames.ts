import { applyAll, reverseAll } from "../../operation/engine.ts";
import type { Kinds } from "../../operation/kinds.ts";
import { ownedBy, ownersOf, usesOf } from "../../operation/links.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { byRefKey, containerKey, refOf, type ObjectRef, type SchemaObject } from "../../schema/object.ts";
import { renameId, renameTarget, type RenameAnswers, type RenameGuess } from "./answers.ts";
import { likely, likenessOf, nameless, type Likeness } from "./likeness.ts";
import { similarNames } from "./similar-names.ts";

/** What goes on under another name, and what may. */
export interface Renames {
  /** The schema under the new names. */
  readonly schema: DatabaseSchema;
  /** Operations that lead there, in order, and back. */
  readonly operations: readonly AnyOperation[];
  readonly back: readonly AnyOperation[];
  /** Questions that no answer was given to; they count as answered by no. */
  readonly open: readonly RenameGuess[];
  /** Ids of the answers that were taken. */
  readonly used: ReadonlySet<string>;
}

export interface RenameOptions {
  readonly kinds: Kinds;
  readonly answers: RenameAnswers;
  /** What the other side wants a schema to be: it depends on the names that are there. */
  readonly targetOf: (schema: DatabaseSchema) => DatabaseSchema;
}

/**
 * Finds what goes on under another name between a schema and what it is to be. Where an object can be made again with nothing lost,
 * as an index or a constraint can, and only its name differs, it is renamed without a question. What holds rows, values or a position is
 * renamed if an answer says so; where that is likely and there is no answer, it is a question.
 */
export function findRenames(before: DatabaseSchema, options: RenameOptions): Renames {
  const open = new Map<string, RenameGuess>();
  const guess = (found: RenameGuess): string => {
    open.set(found.id, found);
    return found.to;
  };
  const search = createSearch(before, options, () => undefined);
  // What is in a table that may be renamed is asked about in the same go: as if the likeliest answers were given.
  if (search.hasQuestions) createSearch(before, options, guess);
  return { ...search.result, open: [...open.values()] };
}

interface Search {
  readonly result: Omit<Renames, "open">;
  readonly hasQuestions: boolean;
}

/** `assume` answers a question that has no answer; undefined: it is no rename. */
function createSearch(
  before: DatabaseSchema,
  { kinds, answers, targetOf }: RenameOptions,
  assume: (guess: RenameGuess) => string | undefined,
): Search {
  const state: State = {
    schema: before,
    target: targetOf(before),
    operations: [],
    used: new Set(),
    origins: new Map(),
    hasQuestions: false,
    kinds,
    answers,
    assume,
    targetOf,
  };
  take(state, wholes(state));
  take(state, labels(state));
  take(state, parts(state));
  take(state, onlyNames(state));
  const { operations, schema, used, hasQuestions } = state;
  return { result: { schema, operations, back: operations.length === 0 ? [] : reverseAll(operations, before, kinds), used }, hasQuestions };
}

interface State extends RenameOptions {
  schema: DatabaseSchema;
  target: DatabaseSchema;
  readonly operations: AnyOperation[];
  readonly used: Set<string>;
  /** From the containers of what was renamed to what that was called. */
  readonly origins: Map<string, ObjectRef>;
  hasQuestions: boolean;
  readonly assume: (guess: RenameGuess) => string | undefined;
}

function take(state: State, ops: readonly AnyOperation[]): void {
  if (ops.length === 0) return;
  state.operations.push(...ops);
  state.schema = applyAll(state.schema, ops, state.kinds);
  state.target = state.targetOf(state.schema);
}

interface Moved {
  readonly gone: readonly SchemaObject[];
  readonly come: readonly SchemaObject[];
}

/** What only one of both schemas has, of kinds that can be renamed. */
function moved({ schema, target, kinds }: State, isMeant: (object: SchemaObject) => boolean): Moved {
  const only = (these: DatabaseSchema, those: DatabaseSchema): readonly SchemaObject[] => {
    const found: SchemaObject[] = [];
    for (const [key, container] of these.containers) {
      const other = those.containers.get(key);
      if (other === container) continue;
      for (const [ref, object] of container) if (other?.has(ref) !== true && isMeant(object)) found.push(object);
    }
    return found.filter(({ kind }) => kinds.of(kind).rename !== undefined);
  };
  const gone = only(schema, target);
  return { gone, come: gone.length === 0 ? [] : only(target, schema) };
}

/** Tables and whatever else stands for itself and holds something. */
const wholes = (state: State): readonly AnyOperation[] =>
  renamesOf(
    state,
    moved(state, (object) => object.table === undefined && isAsked(object, state.kinds)),
  );

/** Columns, in tables that both have. */
const parts = (state: State): readonly AnyOperation[] =>
  renamesOf(
    state,
    moved(state, (object) => object.table !== undefined && isAsked(object, state.kinds)),
  );

/** It holds something. What belongs to a column, as a sequence can, is told by that. */
function isAsked(object: SchemaObject, kinds: Kinds): boolean {
  const kind = kinds.of(object.kind);
  if (kind.holdsData === undefined || !kind.holdsData(object)) return false;
  return object.table !== undefined || !usesOf(object, kinds).some(({ how }) => how === "part");
}

/** Renames of objects that hold something. */
function renamesOf(state: State, { gone, come }: Moved): readonly AnyOperation[] {
  const comeIn = grouped(come, placeOf);
  const candidates = gone.flatMap((from) =>
    (comeIn.get(placeOf(from)) ?? [])
      .filter((to) => operationsOf(from, to, state.kinds).length > 0)
      .map((to): Candidate<SchemaObject> => ({
        from,
        to,
        id: renameId(originOf(state, from)),
        origin: originOf(state, from),
        answer: renameTarget(from, to),
        ...likenessOf({ from, to, before: state.schema, after: state.target }, state.kinds),
      })),
  );
  const sorted = candidates.toSorted(
    (left, right) => right.score - left.score || byRefKey(left.from, right.from) || byRefKey(left.to, right.to),
  );
  return chosen(state, sorted).flatMap(({ from, to, origin }) => {
    if (from.table === undefined) state.origins.set(containerKey(to), origin);
    return operationsOf(from, to, state.kinds);
  });
}

/** None where PostgreSQL, or mig, has no way. */
const operationsOf = (from: SchemaObject, to: SchemaObject, kinds: Kinds): readonly AnyOperation[] =>
  kinds.of(from.kind).rename?.(from, refOf(to)) ?? [];

/** What an object was called before its table got another name. */
function originOf({ origins }: State, object: SchemaObject): ObjectRef {
  const whole = object.table === undefined ? undefined : origins.get(containerKey(object));
  if (whole === undefined) return refOf(object);
  return { ...refOf(object), ...(whole.schema === undefined ? {} : { schema: whole.schema }), table: whole.name };
}

/** Labels of what both have, such as the values of an enum: those that go beside those that come. */
function labels(state: State): readonly AnyOperation[] {
  const { schema, target, kinds } = state;
  const ops: AnyOperation[] = [];
  for (const [key, container] of schema.containers) {
    const other = target.containers.get(key);
    if (other === undefined || other === container) continue;
    for (const [ref, from] of container) {
      const to = other.get(ref);
      if (to !== undefined && to !== from && kinds.of(from.kind).labels !== undefined) ops.push(...labelRenames(state, from, to));
    }
  }
  return ops;
}

function labelRenames(state: State, object: SchemaObject, wanted: SchemaObject): readonly AnyOperation[] {
  const kind = state.kinds.of(object.kind);
  const [had, has] = [kind.labels?.(object) ?? [], kind.labels?.(wanted) ?? []];
  const [gone, come] = [had.filter((label) => !has.includes(label)), has.filter((label) => !had.includes(label))];
  const origin = state.origins.get(containerKey(object)) ?? refOf(object);
  const candidates = gone.flatMap((from) =>
    come.map((to): Candidate<string> => {
      const [name, isThere] = [similarNames(from, to), had.indexOf(from) === has.indexOf(to)];
      const reasons = [...(name >= 0.5 ? ["similar name"] : []), ...(isThere ? ["same place"] : [])];
      const score = 0.5 + 0.25 * name + (isThere ? 0.25 : 0); // a value that goes is lost, whatever its name
      return { from, to, id: renameId(origin, from), origin, answer: to, score: Math.round(score * 100) / 100, reasons };
    }),
  );
  const sorted = candidates.toSorted((left, right) => right.score - left.score);
  return chosen(state, sorted).flatMap(({ from, to }) => kind.renameLabel?.(object, from, to) ?? []);
}

interface Candidate<Item> extends Likeness {
  readonly from: Item;
  readonly to: Item;
  readonly id: string;
  /** As the database calls it. */
  readonly origin: ObjectRef;
  /** The answer that says so. */
  readonly answer: string;
}

/** Pairs of what goes and what comes that are one, each used once. Answers come first, then the likelier pairs have the choice. */
function chosen<Item>(state: State, sorted: readonly Candidate<Item>[]): readonly Candidate<Item>[] {
  const { answers, used, assume } = state;
  const taken = new Set<Item>();
  const found: Candidate<Item>[] = [];
  const accept = (candidate: Candidate<Item>): void => {
    taken.add(candidate.from).add(candidate.to);
    found.push(candidate);
  };
  for (const candidate of sorted) {
    if (answers.get(candidate.id) === false) used.add(candidate.id);
    if (answers.get(candidate.id) !== candidate.answer || taken.has(candidate.from) || taken.has(candidate.to)) continue;
    used.add(candidate.id);
    accept(candidate);
  }
  for (const candidate of sorted) {
    const { from, to, id, origin, answer, score, reasons } = candidate;
    if (score < likely || taken.has(from) || taken.has(to) || answers.has(id)) continue;
    state.hasQuestions = true;
    const others = sorted.filter((other) => other.from === from && other.to !== to && !taken.has(other.to)).map((other) => other.answer);
    if (assume({ id, from: origin, to: answer, score, reasons, others }) === undefined) taken.add(from).add(to); // one question for each
    else accept(candidate);
  }
  return found;
}

/**
 * What holds nothing: renamed where it differs in its name alone, or where an answer says so. A name that is taken as long as something
 * else is not dropped is left alone.
 */
function onlyNames(state: State): readonly AnyOperation[] {
  const { kinds, schema, answers, used } = state;
  const { gone, come } = moved(state, (object) => !isAsked(object, kinds));
  if (gone.length === 0 || come.length === 0) return [];
  const likeOf = (object: SchemaObject): string => JSON.stringify(sortedKeys(nameless(object, kinds)));
  const [comeLike, comeIn] = [grouped(come, likeOf), grouped(come, placeOf)];
  const taken = new Set<SchemaObject>();
  const found = (from: SchemaObject, to: SchemaObject): readonly AnyOperation[] => {
    taken.add(from).add(to);
    return operationsOf(from, to, kinds);
  };
  const answered = gone.flatMap((from) => {
    const id = renameId(originOf(state, from));
    const answer = answers.get(id);
    if (answer === undefined) return [];
    if (answer === false) taken.add(from);
    const to = comeIn.get(placeOf(from))?.find((object) => renameTarget(from, object) === answer && !taken.has(object));
    if (answer === false || to !== undefined) used.add(id);
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

/** Where an object could go on under another name: of the same kind, and in the same table if it is in one. */
const placeOf = ({ kind, schema, table }: SchemaObject): string => JSON.stringify(table === undefined ? [kind] : [kind, schema, table]);

function isFree(object: SchemaObject, from: SchemaObject, schema: DatabaseSchema, kinds: Kinds): boolean {
  if (object.schema !== from.schema) return false;
  const own = new Set(ownedBy(from, kinds));
  return ownedBy(object, kinds).every((key) => own.has(key) || ownersOf(schema, key, kinds).length === 0);
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
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
