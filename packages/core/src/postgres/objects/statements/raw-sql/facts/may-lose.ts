import type { CalledFunction, MayLose } from "../../../../../operation/spec.ts";
import type { Token } from "../../../../sql/scan.ts";
import { isHarmlessCall } from "./calls.ts";
import { overwrittenIn } from "./overwritten.ts";
import { isName, meant, stringText, tokensOf, wordAt } from "./tokens.ts";

/** Statements that may call functions of which nothing is known. */
const runsCode =
  /^(?:select|with|values|insert|update|delete|merge|table|copy|call|do|explain\b.*\banaly[sz]e|execute|create (?:\w+ )*table\b.*\bas\b|create materialized view\b|refresh materialized view\b|alter table\b)/u;

/**
 * What a statement may take away beyond what its text says: by functions that it calls, by code that cannot be read, and by values
 * that are the same in each row.
 */
export function mayLoseOf(words: string, statement: string): MayLose | undefined {
  if (!runsCode.test(words) && !/^alter extension \S+ update\b/u.test(words)) return undefined;
  const tokens = tokensOf(statement);
  const isBlock = /^do\b/u.test(words);
  const body = isBlock ? tokens.filter(({ kind }) => kind === "string").flatMap((token) => tokensOf(stringText(token))) : tokens;
  const code = isBlock ? executedIn(body) : { isOpaque: /^(?:execute|alter extension)\b/u.test(words), texts: [] };
  const isForeign = isBlock && /\blanguage (?!plpgsql\b|sql\b)/u.test(words);
  const calls = words.startsWith("alter ") ? [] : [body, ...code.texts].flatMap((part) => calledIn(part));
  const from = overwrittenIn(body).flatMap(({ place, isEmptied }) => (isEmptied ? [] : [place]));
  const isOpaque = code.isOpaque || isForeign;
  return calls.length === 0 && from.length === 0 && !isOpaque ? undefined : { calls, from, isOpaque };
}

/** Words before a name with parentheses that make it a list of columns. */
const beforeColumns = new Set(["into", "references", "table", "copy", "view", "exists", "only", "as", "with", "recursive", "on", "update"]);

/** Functions that a text calls and that mig does not know. */
function calledIn(tokens: readonly Token[]): readonly CalledFunction[] {
  const found: CalledFunction[] = [];
  for (let at = 1; at < tokens.length; at += 1) {
    const name = tokens[at - 1];
    if (tokens[at]?.text !== "(" || !isName(name)) continue;
    const schema = tokens[at - 2]?.text === "." ? tokens[at - 3] : undefined;
    const start = isName(schema) ? at - 3 : at - 1;
    const before = tokens[start - 1];
    if (beforeColumns.has(wordAt(tokens, start - 1)) || before?.text === ")" || before?.text === ":" || isColumnsOfCte(tokens, at))
      continue;
    const called: CalledFunction = { ...(isName(schema) ? { schema: meant(schema.text) } : {}), name: meant(name.text) };
    if (name.kind === "name" || !isHarmlessCall(called)) found.push(called);
  }
  return found;
}

/** `with a (x) as (...), b (y) as (...)` */
function isColumnsOfCte(tokens: readonly Token[], at: number): boolean {
  const close = tokens.findIndex((token, index) => index > at && token.text === ")");
  const next = wordAt(tokens, close + 2);
  return (
    close !== -1 && wordAt(tokens, close + 1) === "as" && (tokens[close + 2]?.text === "(" || next === "materialized" || next === "not")
  );
}

/** The texts that a block executes, and whether one of them cannot be read. */
function executedIn(body: readonly Token[]): { readonly texts: readonly (readonly Token[])[]; readonly isOpaque: boolean } {
  const texts: (readonly Token[])[] = [];
  let isOpaque = false;
  body.forEach((_, at) => {
    if (wordAt(body, at) !== "execute") return;
    const end = body.findIndex(({ text }, index) => index > at && text === ";");
    const strings = body.slice(at + 1, end === -1 ? undefined : end).filter(({ kind }) => kind === "string");
    const [first] = strings;
    const starts = body[at + 1]?.kind === "string" || wordAt(body, at + 1) === "format";
    if (!starts || first === undefined || !saysWhatItDoes.test(stringText(first))) isOpaque = true;
    texts.push(...strings.map((text) => tokensOf(stringText(text))));
  });
  return { texts, isOpaque };
}

/** The beginning of a text that tells the kind of statement. What removes rows is looked for elsewhere. */
const saysWhatItDoes =
  /^\s*(?:(?:alter|create|drop|comment on|grant|revoke|security|lock|analyze|refresh|reindex|repack|vacuum|select|insert into|update|set|truncate|delete from)\s+(?!%|\|)[\w"]+)/iu;
