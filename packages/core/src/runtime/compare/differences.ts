import { usesOf } from "../../operation/links.ts";
import type { Touches } from "../../operation/spec.ts";
import { kinds, type Operation } from "../../postgres/objects/index.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refKey, refOf, type ObjectRef, type SchemaObject } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import type { Comparison } from "./compare.ts";

/** A field that is not the same at both ends, in the form in which it is compared. */
export interface FieldChange {
  /** As operations call it. */
  readonly field: string;
  /** Absent: it has none. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Set where it is a text of SQL that the server has printed. */
  readonly printed?: true;
}

/** An object in which two sides differ, or that is made again for such a one. */
export interface Difference {
  readonly object: ObjectRef;
  /** `remade`: it is the same on both sides, and in the way of other changes. */
  readonly change: "created" | "dropped" | "altered" | "renamed" | "remade";
  /** Of a rename: what it is called then. */
  readonly to?: ObjectRef;
  /** What differs; of a created or dropped object, all that it is. */
  readonly fields: readonly FieldChange[];
  /** The operations that answer it: their places in the upgrade, from 0. None: it comes with something else. */
  readonly operations: readonly number[];
  /** Of one that is remade: the operations in whose way it is. */
  readonly inTheWayOf?: readonly number[];
}

interface Seen {
  readonly first: SchemaObject | undefined;
  last: SchemaObject | undefined;
  readonly operations: number[];
}

/**
 * The differences behind the operations of an upgrade. The operations are applied to the model one by one, so each difference is told with
 * those that answer it, also where one creates a table with all its columns.
 */
export function differencesOf({ upgrade, before }: Pick<Comparison, "upgrade" | "before">): readonly Difference[] {
  const renamed: Difference[] = [];
  const seen = new Map<string, Seen>();
  const schemas: DatabaseSchema[] = [];
  let schema = before;
  for (const [at, op] of upgrade.entries()) {
    schemas.push(schema);
    const spec = kinds.specOf(op);
    const after = spec.apply(schema, op, kinds);
    if (spec.touches(op, schema, kinds).renames === true) renamed.push(...renameBy(op, at, { before: schema, after }));
    else note(seen, at, { before: schema, after });
    schema = after;
  }
  const others = [...seen.values()].flatMap((one) => differenceOf(one, { upgrade, schemas, end: schema }));
  return [...renamed, ...others].toSorted((left, right) => (left.operations[0] ?? 0) - (right.operations[0] ?? 0));
}

interface Around {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
}

/** Objects keep their places in a rename. */
function renameBy(op: Operation, at: number, { before, after }: Around): readonly Difference[] {
  const about = kinds.specOf(op).about(op);
  if (about === undefined) return [];
  const place = objectsOf(before).findIndex((object) => refKey(object) === refKey(about));
  const to = objectsOf(after)[place];
  return [{ object: about, change: "renamed", ...(to === undefined ? {} : { to: refOf(to) }), fields: [], operations: [at] }];
}

function note(seen: Map<string, Seen>, at: number, { before, after }: Around): void {
  for (const key of new Set([...before.containers.keys(), ...after.containers.keys()])) {
    const [had, has] = [before.containers.get(key), after.containers.get(key)];
    if (had === has) continue;
    for (const member of new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])) {
      const [from, to] = [had?.get(member), has?.get(member)];
      const object = to ?? from;
      if (from === to || object === undefined || sameData(from, to)) continue;
      const ref = refKey(object);
      const one = seen.get(ref) ?? { first: from, last: from, operations: [] };
      one.last = to;
      one.operations.push(at);
      seen.set(ref, one);
    }
  }
}

interface Walk {
  readonly upgrade: readonly Operation[];
  /** Before each operation. */
  readonly schemas: readonly DatabaseSchema[];
  readonly end: DatabaseSchema;
}

function differenceOf({ first, last, operations }: Seen, walk: Walk): readonly Difference[] {
  const object = last ?? first;
  if (object === undefined) return []; // made and dropped on the way
  const [from, to] = [normal(first), normal(last)];
  const fields = fieldsBetween(from, to).map((change) => withPrinted(change, object, walk));
  const shared = { object: refOf(object), fields, operations };
  if (first === undefined) return [{ ...shared, change: "created" }];
  if (last === undefined) return [{ ...shared, change: "dropped" }];
  if (fields.length > 0) return [{ ...shared, change: "altered" }];
  const made = operations.at(-1) ?? 0;
  return operations.length < 2 ? [] : [{ ...shared, change: "remade", inTheWayOf: disturbers(first, [operations[0] ?? 0, made], walk) }];
}

const normal = (object: SchemaObject | undefined): SchemaObject | undefined =>
  object === undefined ? undefined : kinds.of(object.kind).normalize(object);

function fieldsBetween(from: SchemaObject | undefined, to: SchemaObject | undefined): readonly FieldChange[] {
  const [had, has] = [new Map(Object.entries(from ?? {})), new Map(Object.entries(to ?? {}))];
  const identity = new Set(Object.keys(refOf((to ?? from) as ObjectRef))); // one of them is there
  return [...new Set([...had.keys(), ...has.keys()])]
    .filter((field) => !identity.has(field) && !sameData(had.get(field), has.get(field)))
    .map((field) => {
      const [before, after] = [had.get(field), has.get(field)];
      return { field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    });
}

/** Texts are compared as the server prints them. */
function withPrinted(change: FieldChange, object: SchemaObject, { schemas, end }: Walk): FieldChange {
  const schema = getObject(end, object) === undefined ? schemas[0] : end;
  const texts = schema === undefined ? [] : (kinds.of(object.kind).expressions?.(object, schema) ?? []).map(({ text }) => text);
  const values = [change.before, change.after].flatMap((value) =>
    typeof value === "object" && value !== null ? Object.values(value) : [value],
  );
  return values.some((value) => typeof value === "string" && texts.includes(value)) ? { ...change, printed: true } : change;
}

/** Operations between its drop and its creation that drop or retype what it uses; if none does, those that change it otherwise. */
function disturbers(object: SchemaObject, [from, to]: readonly [number, number], { upgrade, schemas }: Walk): readonly number[] {
  const used = new Set(usesOf(object, kinds).map(({ of }) => of));
  const touching = (keysOf: (touches: Touches) => readonly string[]): readonly number[] =>
    upgrade.flatMap((op, at) => {
      const schema = schemas[at];
      if (at <= from || at >= to || schema === undefined) return [];
      return keysOf(kinds.specOf(op).touches(op, schema, kinds)).some((key) => used.has(key)) ? [at] : [];
    });
  const strong = touching(({ retypes = [], drops = [] }) => [...retypes, ...drops]);
  return strong.length > 0 ? strong : touching(({ alters = [] }) => alters);
}
