import { applyAll } from "../../operation/engine.ts";
import type { Kinds } from "../../operation/kinds.ts";
import { usesOf } from "../../operation/links.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { withEnding } from "../../schema/kept-name.ts";
import type { DeclaredRename, Followers } from "../../schema/model-source.ts";
import { containerKey, refOf, type ObjectRef, type SchemaObject } from "../../schema/object.ts";
import type { RenameAnswers, RenameGuess } from "./answers.ts";

// What the steps of a search for renames share.

export interface RenameOptions {
  readonly kinds: Kinds;
  readonly answers: RenameAnswers;
  /** Ids of those answers that were given for this very comparison, and not for an earlier one that was like it. */
  readonly sure?: ReadonlySet<string>;
  /** What the other side says of older names. An answer counts more. */
  readonly declared: readonly DeclaredRename[];
  /** What is named after other objects. Absent: nothing is. */
  readonly followers?: Followers;
  /** What the other side wants a schema to be: it depends on the names that are there. */
  readonly targetOf: (schema: DatabaseSchema) => DatabaseSchema;
}

/** A search under way: each step finds renames, and the next one sees the schema after them. */
export interface State extends RenameOptions {
  /** What follows from names that were found. Nobody has said it, so nobody is told where it does not hold. */
  implied: readonly DeclaredRename[];
  schema: DatabaseSchema;
  target: DatabaseSchema;
  readonly operations: AnyOperation[];
  readonly used: Set<string>;
  /** From the containers of what was renamed to what that was called. */
  readonly origins: Map<string, ObjectRef>;
  /** From the new names of schemas to the old ones. */
  readonly schemas: Map<string, string>;
  hasQuestions: boolean;
  readonly assume: (guess: RenameGuess) => string | undefined;
}

/** Adds what a step found. A schema that several objects move to is created once. */
export function take(state: State, found: readonly AnyOperation[]): void {
  if (found.length === 0) return;
  const ops = [...new Map(found.map((op) => [JSON.stringify(op), op])).values()];
  state.operations.push(...ops);
  state.schema = applyAll(state.schema, ops, state.kinds);
  state.target = state.targetOf(state.schema);
}

export interface Moved {
  readonly gone: readonly SchemaObject[];
  readonly come: readonly SchemaObject[];
}

/** What only one of both schemas has, of kinds that can be renamed. */
export function moved({ schema, target, kinds }: State, isMeant: (object: SchemaObject) => boolean): Moved {
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

/** It holds something. What belongs to a column, as a sequence can, is told by that. */
export function isAsked(object: SchemaObject, kinds: Kinds): boolean {
  const kind = kinds.of(object.kind);
  if (kind.holdsData === undefined || !kind.holdsData(object)) return false;
  return object.table !== undefined || !usesOf(object, kinds).some(({ how }) => how === "part");
}

/** None where PostgreSQL, or mig, has no way. */
export const operationsOf = (
  from: SchemaObject,
  to: SchemaObject,
  { kinds, schema }: Pick<State, "kinds" | "schema">,
): readonly AnyOperation[] => kinds.of(from.kind).rename?.(from, refOf(to), schema) ?? [];

export interface Pair {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
}

/** A name for the time in which another one is taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const free = withEnding(name, `_${count}`);
    if (!isTaken(free)) return free;
  }
}

/** What an object was called before its table, or its schema, got another name. */
export function originOf({ origins, schemas }: State, object: SchemaObject): ObjectRef {
  const whole = object.table === undefined ? undefined : origins.get(containerKey(object));
  const schema = whole?.schema ?? schemas.get(object.schema ?? "") ?? object.schema;
  return { ...refOf(object), ...(schema === undefined ? {} : { schema }), ...(whole === undefined ? {} : { table: whole.name }) };
}

/**
 * Above this number of pairs only those are looked at that have the same name, or the same parts: of two other databases nothing is the
 * same.
 */
export const manyPairs = 20_000;

/** Where an object could go on under another name: of the same kind, and in the same table if it is in one. */
export const placeOf = ({ kind, schema, table }: SchemaObject): string =>
  JSON.stringify(table === undefined ? [kind] : [kind, schema, table]);

export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
