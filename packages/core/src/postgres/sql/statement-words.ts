import { scan } from "./scan.ts";

/** A statement reduced to lower-case words, one blank between them; strings and comments left out. */
export function wordsOf(statement: string): string {
  const words: string[] = [];
  for (const token of scan(statement)) {
    if (token.kind === "word") words.push(token.text.toLowerCase());
    else if (token.kind === "name") words.push("?");
    else if (token.kind === "symbol" && token.text === "(") words.push("(");
  }
  return words.join(" ");
}

/** The same, with `a.b` as one word. @example phraseOf('drop table a."B"') // "drop table a.?" */
export const phraseOf = (statement: string): string => phrases(statement)[0] ?? "";

/** The actions of an ALTER TABLE, as phrases. @example actionsOf("alter table a add b int, drop c") // ["add b int", "drop c"] */
export function actionsOf(statement: string): readonly string[] {
  const [first = "", ...more] = phrases(statement, ",");
  return [first.replace(/^alter table (?:all in tablespace )?(?:if exists )?(?:only )?\S+ ?/u, ""), ...more];
}

/** Phrases between the separators that stand in no parentheses. */
function phrases(statement: string, separator?: string): readonly string[] {
  const parts: string[][] = [[]];
  let depth = 0;
  let isDotted = false;
  for (const { kind, text } of scan(statement)) {
    if (kind === "space" || kind === "comment") continue;
    const words = parts.at(-1) ?? [];
    const word = kind === "word" ? text.toLowerCase() : kind === "name" ? "?" : text === "(" ? "(" : undefined;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (word !== undefined && isDotted && word !== "(") words.push(`${words.pop() ?? ""}.${word}`);
    else if (word !== undefined) words.push(word);
    else if (text === separator && depth === 0) parts.push([]);
    isDotted = text === ".";
  }
  return parts.map((words) => words.join(" "));
}
