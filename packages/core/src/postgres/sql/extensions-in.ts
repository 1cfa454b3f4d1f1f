import { scan } from "./scan.ts";

/** The extension that a statement creates, as a list of one, or none. @example extensionsIn("create extension citext") // ["citext"] */
export function extensionsIn(statement: string): readonly string[] {
  if (!/^\s*(?:--|\/\*|create\s+extension\b)/iu.test(statement)) return [];
  const tokens = [...scan(statement)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const words = tokens.map(({ kind, text }) => (kind === "word" ? text.toLowerCase() : ""));
  if (words[0] !== "create" || words[1] !== "extension") return [];
  const named = tokens[words[2] === "if" ? 5 : 2];
  if (named === undefined) return [];
  return [named.kind === "name" ? named.text.slice(1, -1).replaceAll('""', '"') : named.text.toLowerCase()];
}
