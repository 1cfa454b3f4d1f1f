import { scan, type Token } from "./scan.ts";

/** The names in a text, and its words, as PostgreSQL reads them: without quotes, in lower case where they have none. */
export const namesIn = (text: string): ReadonlySet<string> =>
  new Set([...scan(text)].flatMap((token) => (token.kind === "word" || token.kind === "name" ? [nameOf(token)] : bodyNames(token))));

const nameOf = ({ kind, text }: Token): string =>
  kind === "name" ? text.replace(/^(?:[uU]&)?"|"$/gu, "").replaceAll('""', '"') : text.toLowerCase();

/** A string may be the body of a function. */
const bodyNames = ({ kind, text }: Token): readonly string[] =>
  kind === "string" ? (text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []) : [];

const kinds =
  /^create (?:or replace )?(?:unlogged |unique |materialized |recursive )*(?:table|view|function|procedure|type|domain|sequence|schema|index|policy|trigger|constraint trigger)$/u;

const most = 8;

/**
 * The name that a statement gives to what it creates, without its schema; empty where it gives none. Undefined: it creates nothing, or what
 * it is called does not tell what others may use of it.
 * @example declaredName('create table app."T" (a int)') // "T"
 */
export function declaredName(statement: string): string | undefined {
  const tokens = firstTokens(statement);
  const at = tokens.findIndex((_, place) => kinds.test(textOf(tokens.slice(0, place + 1))));
  if (at === -1) return undefined;
  const rest = tokens.slice(at + 1);
  const named = textOf(rest.slice(0, 3)) === "if not exists" ? rest.slice(3) : rest;
  const [first, dot, second] = named;
  if (first?.text.toLowerCase() === "on") return ""; // an index without a name
  const found = dot?.text === "." ? second : first;
  return found !== undefined && (found.kind === "word" || found.kind === "name") ? nameOf(found) : undefined;
}

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text.toLowerCase()).join(" ");

function firstTokens(statement: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const token of scan(statement)) {
    if (token.kind !== "space" && token.kind !== "comment") tokens.push(token);
    if (tokens.length > most + 3) break;
  }
  return tokens;
}
