import { getObject, refKey, type Comment, type DatabaseSchema, type SchemaObject } from "@migts/core/adapter";
import type { Declared } from "./declared.ts";
import type { Context, Made } from "../to-schema/context.ts";

/** Kinds that directives declare as objects of their own, and the last line of the comments by which mig knows them again. */
const marks: Readonly<Record<string, string>> = { check: "@mig.check", index: "@mig.index", exclusion: "@mig.exclude" };

const allMarks = new Set(Object.values(marks));

/** The comment that says of an object that a directive declares it: without the directive, it is dropped. */
export function markOf(object: SchemaObject): Comment {
  const text = marks[object.kind] ?? "";
  const { schema = "", table = "", name } = object;
  return { kind: "comment", of: object.kind === "index" ? "index" : "constraint", schema, table, name, text };
}

export const isMark = ({ text }: Comment): boolean => allMarks.has(text.slice(text.lastIndexOf("\n") + 1));

/** Whether an object of the database was declared by a directive. */
export function isMarked(object: SchemaObject, within: DatabaseSchema): boolean {
  if (marks[object.kind] === undefined) return false;
  const comment = getObject(within, markOf(object)) as Comment | undefined; // refs of comments only
  return comment !== undefined && isMark(comment);
}

/** The mark below whatever somebody has written on the object. */
export const withMark = (wanted: Comment, live: Comment): Comment =>
  isMark(live) ? live : { ...wanted, text: `${live.text}\n${wanted.text}` };

/** Whether a directive declares an object, also under a name that the configuration gives it. Prisma itself makes indexes as well. */
export function isDeclared(object: SchemaObject, { whole }: Pick<Declared, "whole">): boolean {
  if (whole.size === 0 || marks[object.kind] === undefined) return object.kind === "comment" && isMark(object as Comment);
  return object.kind !== "index" || whole.has(refKey(object)) || whole.has(shapeKey(object));
}

/** What an object is like, whatever its name. */
const shapeKey = (object: SchemaObject): string =>
  JSON.stringify(
    Object.entries(object)
      .filter(([field]) => field !== "name")
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );

/** An object that a directive declares, and the mark by which it is known again. */
export function declareWhole(object: SchemaObject, at: number, { declared }: Context): readonly Made[] {
  const mark = markOf(object);
  declared.whole.add(refKey(object)).add(refKey(mark)).add(shapeKey(object));
  return [
    { object, at },
    { object: mark, at },
  ];
}
