import { remembering } from "../../schema/remembering.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { scan, type Token } from "../sql/scan.ts";

/** A name in the text of an expression. */
export interface NameInText {
  /** With its qualifiers, as PostgreSQL reads them: `["public", "Order"]`. */
  readonly parts: readonly string[];
  /**
   * What stands in such a place. `t.*` is a row. A relation is named in a string, as in `nextval('public.users_id_seq'::regclass)`, and so
   * are configurations and dictionaries of text search.
   */
  readonly as: "column" | "row" | "type" | "function" | "collation" | NamedInString;
  readonly start: number;
  readonly end: number;
}

type NamedInString = "relation" | "configuration" | "dictionary";

/** By the type that such a string is cast to. */
const namedInStrings: Readonly<Record<string, NamedInString>> = {
  regclass: "relation",
  regconfig: "configuration",
  regdictionary: "dictionary",
};

/** Names in an expression. Keywords are none, and neither is what stands in strings, but for the names of relations. */
export const namesIn = remembering((text: string): readonly NameInText[] => {
  const tokens = [...scan(text)].filter(({ kind }) => kind !== "space" && kind !== "comment");
  const names: NameInText[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === "string") {
      const as = namedIn(tokens, at);
      const parts = as === undefined ? [] : nameParts(constantText(token.text) ?? "");
      if (as !== undefined && parts.length > 0) names.push({ parts, as, start: token.start, end: token.start + token.text.length });
      at += 1;
      continue;
    }
    const last = endOfName(tokens, at);
    if (last === undefined) {
      at += 1;
      continue;
    }
    const found = nameOf(tokens, at, last);
    if (found !== undefined) names.push(found);
    at = last + 1;
  }
  return names;
});

const isNameToken = (token: Token | undefined): token is Token => token !== undefined && (token.kind === "word" || token.kind === "name");

/** The last token of a dotted name that begins here. */
function endOfName(tokens: readonly Token[], start: number): number | undefined {
  if (!isNameToken(tokens[start])) return undefined;
  let last = start;
  while (tokens[last + 1]?.text === "." && isNameToken(tokens[last + 2])) last += 2;
  return last;
}

function nameOf(tokens: readonly Token[], first: number, last: number): NameInText | undefined {
  const [start, end] = [tokens[first], tokens[last]];
  if (start === undefined || end === undefined) return undefined;
  const parts = tokens.slice(first, last + 1).flatMap((token) => (isNameToken(token) ? [readName(token)] : []));
  const as = placeOf(tokens, first, last);
  if (as === undefined || (parts.length === 1 && start.kind === "word" && isKeyword(parts[0] ?? ""))) return undefined;
  return { parts, as, start: start.start, end: end.start + end.text.length };
}

/** Of PostgreSQL's own functions and types that are keywords, none is anybody's. */
const isKeyword = (word: string): boolean => /^[a-z_]+$/u.test(word) && quoteIdentifier(word) !== word;

function placeOf(tokens: readonly Token[], first: number, last: number): NameInText["as"] | undefined {
  const [before, next] = [tokens[first - 1], tokens[last + 1]];
  const word = before?.kind === "word" ? before.text.toLowerCase() : undefined;
  if (word === "collate") return "collation";
  if (word === "operator" || isEndOfType([word ?? "", tokens[first]?.text.toLowerCase() ?? "", next?.text.toLowerCase() ?? ""]))
    return undefined;
  if ((before?.text === ":" && tokens[first - 2]?.text === ":") || word === "as") return "type";
  if (next?.kind === "string" && !/^[bx]?$/iu.test(tokens[last]?.text ?? "")) return "type"; // date '2020-01-01'
  if (next?.text === "." && tokens[last + 2]?.text === "*") return "row";
  return next?.text === "(" ? "function" : "column";
}

/** A word of `timestamp(3) without time zone`, `double precision`, `character varying`, given with its neighbours. */
const isEndOfType = ([before, word, after]: readonly [string, string, string]): boolean =>
  (word === "without" && after === "time") || endsOfTypes.has(`${before} ${word}`);

const endsOfTypes: ReadonlySet<string> = new Set([
  "with time",
  "without time",
  "time zone",
  "double precision",
  "character varying",
  "bit varying",
]);

/** What a string is the name of, if the server reads it as one. */
function namedIn(tokens: readonly Token[], at: number): NamedInString | undefined {
  const after = tokens.slice(at + 1, at + 6).map(({ text }) => text.toLowerCase());
  if (after[0] === ":" && after[1] === ":") return namedInStrings[(after[2] === "pg_catalog" ? after[4] : after[2]) ?? ""];
  return tokens[at - 1]?.text === "(" && /^(?:next|curr|set)val$/iu.test(tokens[at - 2]?.text ?? "") ? "relation" : undefined;
}

/** A name as PostgreSQL reads it: in lower case without quotes. */
const readName = ({ kind, text }: Token): string =>
  kind === "name" ? text.slice(1, -1).replaceAll('""', '"') : text.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase());

/** The parts of a dotted name. @example nameParts('public."Order"') // ["public", "Order"] */
export function nameParts(text: string): readonly string[] {
  return [...scan(text)].flatMap((token) => (isNameToken(token) ? [readName(token)] : []));
}

/** Parts as a dotted name, in quotes where they must be. */
export const printName = (parts: readonly string[]): string => parts.map(quoteIdentifier).join(".");

/** The text of a string constant; of one with escapes (E'...') undefined, which the server never prints. */
export const constantText = (piece: string): string | undefined =>
  piece.startsWith("'") ? piece.slice(1, -1).replaceAll("''", "'") : undefined;

/** A string constant as the server prints it in an expression, never with escapes. */
export const printConstant = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The text with some of its names replaced: `replace` gives the parts of the new one, or undefined where it stays. */
export function replaceNames(text: string, replace: (name: NameInText) => readonly string[] | undefined): string {
  let result = "";
  let done = 0;
  for (const name of namesIn(text)) {
    const parts = replace(name);
    if (parts === undefined) continue;
    result += text.slice(done, name.start) + (text.startsWith("'", name.start) ? printConstant(printName(parts)) : printName(parts));
    done = name.end;
  }
  return result + text.slice(done);
}
