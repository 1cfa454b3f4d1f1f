import { cutToBytes, generatedName, nameLimit, withEnding } from "@migts/core/adapter";

/** A name as PostgreSQL keeps it. */
export const keptName = (name: string): string => cutToBytes(name, nameLimit);

type ConstraintEnding = "pkey" | "key" | "idx" | "fkey";

/** The name that Prisma gives to a key, index or foreign key without a `map`. */
export function defaultName(table: string, columns: readonly string[], ending: ConstraintEnding): string {
  return withEnding(ending === "pkey" ? table : [table, ...columns].join("_"), `_${ending}`);
}

/** The beginning of a name by characters: so Prisma cuts the names around the table of a many-to-many relation. */
export const cutToCharacters = (name: string, limit: number): string => Array.from(name).slice(0, limit).join("");

/**
 * The name that PostgreSQL gives to the sequence of a serial column: of table and column the longer one is
 * shortened until all fits; a number follows where the name is taken.
 */
export function sequenceName(table: string, column: string, isTaken: (name: string) => boolean): string {
  for (let pass = 0; ; pass += 1) {
    const name = generatedName(table, column, `seq${pass === 0 ? "" : pass}`);
    if (!isTaken(name)) return name;
  }
}
