import { scan } from "../../../sql/scan.ts";
import { splitStatements } from "../../../sql/split-statements.ts";
import { wordsOf } from "../../../sql/statement-words.ts";

/** A name as it is written: quoted or not, in a schema or not. */
export interface WrittenName {
  readonly schema?: string;
  readonly name: string;
}

/** The name that follows these words of a statement; the words may stand with `?` for optional ones. Undefined: other words. */
export function nameAfter(statement: string, ...path: readonly (readonly string[])[]): WrittenName | undefined {
  const tokens = [...scan(statement)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  let at = 0;
  for (const choices of path) {
    const found = choices.find(
      (choice) => choice !== "" && choice.split(" ").every((word, offset) => tokens[at + offset]?.text.toLowerCase() === word),
    );
    if (found === undefined && !choices.includes("")) return undefined;
    at += found === undefined ? 0 : found.split(" ").length;
  }
  const first = tokens[at];
  if (first === undefined || (first.kind !== "word" && first.kind !== "name")) return undefined;
  const second = tokens[at + 1]?.text === "." ? tokens[at + 2] : undefined;
  return second === undefined ? { name: meant(first.text) } : { schema: meant(first.text), name: meant(second.text) };
}

/** The name that PostgreSQL understands. */
const meant = (written: string): string => (written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase());

/** The enum that a script adds a value to: usable only after a commit. */
export function enumWithNewValue(script: string): WrittenName | undefined {
  for (const statement of splitStatements(script)) {
    if (!/^alter type (?:\S+ ){1,2}?add value\b/u.test(wordsOf(statement))) continue;
    return nameAfter(statement, ["alter"], ["type"]);
  }
  return undefined;
}
