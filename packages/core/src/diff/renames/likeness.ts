import type { Kinds } from "../../operation/kinds.ts";
import { ownedBy, usersOf } from "../../operation/links.ts";
import { objectsIn, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refKey, type SchemaObject } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { similarNames } from "./similar-names.ts";

/** How likely it is that an object goes on under another name. */
export interface Likeness {
  /** From 0 to 1. */
  readonly score: number;
  /** What speaks for it: `same definition`, `similar name`. */
  readonly reasons: readonly string[];
}

/** From here on, a person is asked. */
export const likely = 0.5;

interface Pair {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  /** The schema that has `from`, and the one that has `to`. */
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
}

/**
 * What it is like counts half: the same type of a column, the same columns of a table. The rest is its name, its place among its
 * siblings, and what uses it.
 */
export function likenessOf({ from, to, before, after }: Pair, kinds: Kinds): Likeness {
  const name = similarNames(from.name, to.name);
  const isPart = from.table !== undefined;
  const definition = definitionLikeness({ from, to, before, after }, kinds);
  const place = isPart ? samePlace({ from, to, before, after }, kinds) : 0;
  const users = sameUsers({ from, to, before, after }, kinds);
  const score = isPart ? 0.5 * definition + 0.25 * name + 0.15 * place + 0.1 * users : 0.65 * definition + 0.25 * name + 0.1 * users;
  const reasons = [
    ...(definition === 1 ? ["same definition"] : definition >= 0.5 ? ["similar definition"] : []),
    ...(name === 1 ? ["same name, in another spelling"] : name >= 0.5 ? ["similar name"] : []),
    ...(place === 1 ? ["same place"] : []),
    ...(users === 1 && usersIn(before, from, kinds).length > 0 ? ["used alike"] : []),
  ];
  return { score: Math.round(score * 100) / 100, reasons };
}

/** The same of what it is like alone, under whatever name. */
export const definitionLikeness = (pair: Pair, kinds: Kinds): number =>
  pair.from.table === undefined ? sharedParts(pair, kinds) : definitionOf(pair.from, pair.to, kinds);

/** The object without its name and the place that it is in. */
export function nameless(object: SchemaObject, kinds: Kinds): SchemaObject {
  const { schema: _, ...rest } = kinds.of(object.kind).normalize(object);
  return { ...rest, name: "" };
}

/** Two that differ in their names alone have the same text. */
export const likeOf = (object: SchemaObject, kinds: Kinds): string => JSON.stringify(sortedKeys(nameless(object, kinds)));

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

function definitionOf(from: SchemaObject, to: SchemaObject, kinds: Kinds): number {
  const kind = kinds.of(from.kind);
  return kind.likeness?.(from, to) ?? sharedFields(nameless(from, kinds), nameless(to, kinds));
}

/** The share of fields that are the same. Two without any are the same. */
function sharedFields(left: SchemaObject, right: SchemaObject): number {
  const [a, b]: readonly [Fields, Fields] = [{ ...left }, { ...right }];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)].filter((key) => key !== "kind" && key !== "name" && key !== "table"));
  if (keys.size === 0) return 1;
  return [...keys].filter((key) => sameData(a[key], b[key])).length / keys.size;
}

type Fields = Readonly<Record<string, unknown>>;

/** What is in the one and the other: of a table its columns, under their names. What has no parts is compared itself. */
function sharedParts({ from, to, before, after }: Pair, kinds: Kinds): number {
  const [had, has] = [valuedParts(from, before, kinds), valuedParts(to, after, kinds)];
  if (had.length === 0 && has.length === 0) return definitionOf(from, to, kinds);
  const byName = new Map(has.map((part) => [part.name, part]));
  const shared = had.reduce((sum, part) => {
    const twin = byName.get(part.name);
    return twin === undefined ? sum : sum + 0.5 + definitionOf(part, twin, kinds) / 2;
  }, 0);
  return shared / Math.max(had.length, has.length);
}

/** Parts that hold values. */
export const valuedParts = (whole: SchemaObject, schema: DatabaseSchema, kinds: Kinds): readonly SchemaObject[] =>
  objectsIn(schema, whole).filter((object) => object.table !== undefined && kinds.of(object.kind).holdsData !== undefined);

/** 1 where it is at the same place among its siblings, less the farther it is away. */
function samePlace({ from, to, before, after }: Pair, kinds: Kinds): number {
  const placeIn = (schema: DatabaseSchema, object: SchemaObject): number =>
    valuedParts({ ...object, name: object.table ?? "" }, schema, kinds).findIndex((part) => refKey(part) === refKey(object));
  return 1 / (1 + Math.abs(placeIn(before, from) - placeIn(after, to)));
}

/** Whether objects of the same kinds use it. */
function sameUsers({ from, to, before, after }: Pair, kinds: Kinds): number {
  const [had, has] = [usersIn(before, from, kinds), usersIn(after, to, kinds)];
  return had.join() === has.join() ? 1 : 0;
}

const usersIn = (schema: DatabaseSchema, object: SchemaObject, kinds: Kinds): readonly string[] =>
  ownedBy(object, kinds)
    .flatMap((key) => usersOf(schema, key, kinds).map(({ kind }) => kind))
    .toSorted();
