import { scan, type Token } from "../../../../sql/scan.ts";

/** The tokens of a text without blanks and comments. */
export const tokensOf = (text: string): readonly Token[] => [...scan(text)].filter(({ kind }) => kind !== "space" && kind !== "comment");

/** A word in lower case; an empty text for anything else. */
export const wordAt = (tokens: readonly Token[], at: number): string => {
  const token = tokens[at];
  return token?.kind === "word" ? token.text.toLowerCase() : "";
};

export const isName = (token: Token | undefined): token is Token => token?.kind === "word" || token?.kind === "name";

/** The name that PostgreSQL understands. */
export const meant = (written: string): string =>
  written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();

/** A name with or without a schema, and where the text goes on. */
export function nameAt(
  tokens: readonly Token[],
  at: number,
): { readonly schema?: string; readonly name: string; readonly next: number } | undefined {
  const [first, dot, second] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (!isName(first)) return undefined;
  if (dot?.text !== "." || !isName(second)) return { name: meant(first.text), next: at + 1 };
  return { schema: meant(first.text), name: meant(second.text), next: at + 3 };
}

/** Parts between commas that stand in no parentheses. */
export function partsBetweenCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(" || token.text === "[") depth += 1;
    if (token.text === ")" || token.text === "]") depth -= 1;
    if (token.text === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** What a string holds: without its quotes, doubled ones read. */
export function stringText({ text }: Token): string {
  const tag = /^\$\w*\$/u.exec(text)?.[0];
  if (tag !== undefined) return text.slice(tag.length, text.endsWith(tag) ? -tag.length : undefined);
  return text
    .replace(/^[^']*'/u, "")
    .replace(/'$/u, "")
    .replaceAll("''", "'");
}
