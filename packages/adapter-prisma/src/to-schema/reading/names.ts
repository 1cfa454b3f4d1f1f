/** PostgreSQL keeps this many bytes of a name. */
export const nameLimit = 63;

const bytes = (text: string): number => Buffer.byteLength(text);

/** A character has at most three bytes (a pair of surrogates four): a short name needs no counting. */
const surelyFits = (name: string, limit: number): boolean => name.length * 3 <= limit;

/** The longest beginning of a name that has at most that many bytes, in whole characters. */
export function cutToBytes(name: string, limit: number): string {
  if (surelyFits(name, limit) || bytes(name) <= limit) return name;
  let kept = "";
  let size = 0;
  for (const character of name) {
    size += bytes(character);
    if (size > limit) break;
    kept += character;
  }
  return kept;
}

/** A name as PostgreSQL keeps it. */
export const keptName = (name: string): string => cutToBytes(name, nameLimit);

/** A name and an ending, in which the name is cut so that PostgreSQL keeps the whole. */
export const withEnding = (name: string, ending: string): string => cutToBytes(name, nameLimit - bytes(ending)) + ending;

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
    const name = joinedName(table, column, `seq${pass === 0 ? "" : pass}`);
    if (!isTaken(name)) return name;
  }
}

function joinedName(table: string, column: string, label: string): string {
  const room = nameLimit - bytes(label) - 2;
  let first = bytes(table);
  let second = bytes(column);
  while (first + second > room) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  return `${cutToBytes(table, first)}_${cutToBytes(column, second)}_${label}`;
}
