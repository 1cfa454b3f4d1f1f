import type { ObjectRef } from "../../schema/object.ts";

/** From the id of an object that goes to the name under which it goes on, or false where it does not. */
export type RenameAnswers = ReadonlyMap<string, string | false>;

/** A question that a comparison cannot answer by itself: is this the same thing under another name? */
export interface RenameGuess {
  /** The same in every run: `column:public.users.name`. */
  readonly id: string;
  /** As the database calls it now. */
  readonly from: ObjectRef;
  /** The likeliest name that it goes on under, as an answer gives it: `full_name`, `auth.users`. */
  readonly to: string;
  /** Something else has that name now. It is dropped, unless it goes on under another name too. Absent: the name is new. */
  readonly inUse?: true;
  /** From 0 to 1. */
  readonly score: number;
  /** What speaks for it: `same definition`, `similar name`. */
  readonly reasons: readonly string[];
  /** Other answers that are possible, likelier ones first. */
  readonly others: readonly string[];
}

/**
 * `column:public.users.name`; a name that would be misread is quoted as in SQL. `label` names a part that is no object, as a value of an
 * enum.
 */
export function renameId({ kind, schema, table, name, signature }: ObjectRef, label?: string): string {
  const path = [schema, table, name].flatMap((part) => (part === undefined ? [] : [quoted(part)])).join(".");
  const signed = signature === undefined ? path : `${path}(${signature})`;
  return label === undefined ? `${words(kind)}:${signed}` : `value:${signed}.${quoted(label)}`;
}

/** A new name as an answer gives it: with its schema where that is another one. */
export const renameTarget = (from: ObjectRef, { schema, name }: ObjectRef): string =>
  schema === from.schema || schema === undefined ? name : `${quoted(schema)}.${quoted(name)}`;

const words = (kind: string): string => kind.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

const quoted = (name: string): string => (/^[\p{L}\p{N}_$-]+$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
