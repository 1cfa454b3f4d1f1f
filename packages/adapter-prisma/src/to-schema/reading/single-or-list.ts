import type { Value } from "../../document/document.ts";

/** The items of a list. To Prisma a value that stands where a list may stand is a list of one: `@@index(name)`. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === "array" ? value.items : [value];
}

/** The texts of a list of strings. */
export const stringsOf = (value: Value | undefined): readonly string[] =>
  itemsOf(value).flatMap((item) => (item.kind === "string" ? [item.value] : []));

/** The names of a list of bare words. */
export const namesOf = (value: Value | undefined): readonly string[] =>
  itemsOf(value).flatMap((item) => (item.kind === "name" ? [item.name] : []));
