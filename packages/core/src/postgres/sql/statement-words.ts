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
