import type { SideWords } from "../reports/differences.ts";

/** How people call the sides that were named so. */
export function sideWords([from, to]: readonly [string, string]): SideWords {
  const [before, after] = [wordOf(from, "first"), wordOf(to, "second")];
  const models = isDatabase(to) ? (isDatabase(from) ? undefined : "before") : isDatabase(from) ? "after" : "both";
  return { before, after, ...(models === undefined ? {} : { models }) };
}

const isDatabase = (side: string): boolean => side === "db" || side === "empty" || /^(?:postgres(?:ql)?:\/\/|pglite:)/u.test(side);

function wordOf(side: string, place: string): string {
  if (side === "db") return "the database";
  if (side === "models") return "the models";
  if (side === "empty") return "an empty database";
  return isDatabase(side) ? `the ${place} database` : `the models in ${side}`;
}
