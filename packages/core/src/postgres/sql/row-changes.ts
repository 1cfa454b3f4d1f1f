import { scan } from "./scan.ts";
import { splitStatements } from "./split-statements.ts";
import { headOf } from "./design-statement.ts";
import { phraseOf } from "./statement-words.ts";

/** A statement that changes rows, or may. */
export interface RowChange {
  /** Its beginning, for a message. */
  readonly text: string;
  /** The table whose rows it changes, as it is written, without quotes where there are any. Absent: it cannot be told. */
  readonly table?: { readonly schema?: string; readonly name: string };
  /** Names of the columns that it sets. Absent: whole rows come or go, or it cannot be told. */
  readonly columns?: readonly string[];
}

/**
 * The statements of a script that change rows: a comparison of designs does not see what they did.
 * @example rowChangesIn('update "User" set name = 1') // [{ text: "update ?", table: { name: "User" }, columns: ["name"] }]
 */
export const rowChangesIn = (script: string): readonly RowChange[] => splitStatements(script).flatMap(rowChange);

const changing = /^(?:insert|update|delete|merge|truncate|copy|with|do|call)\b/u;

/** A query may call a function that changes rows; those that only set something do not. */
const query = /^select\b(?! (?:pg_catalog\.)?(?:set_config|setval|nextval) )/u;

function rowChange(statement: string): readonly RowChange[] {
  const words = phraseOf(statement);
  if (!changing.test(words) && !query.test(words)) return [];
  const text = headOf(statement);
  const target = /^(?:insert into|update(?: only)?) /u.exec(words)?.[0].trim().split(" ").length;
  if (target === undefined) return [{ text }];
  const tokens = [...scan(statement)].filter(({ kind }) => kind !== "space" && kind !== "comment").slice(target);
  const path: string[] = [];
  let at = 0;
  for (; at < tokens.length; at += 2) {
    path.push(nameOf(tokens[at]?.text ?? ""));
    if (tokens[at + 1]?.text !== ".") break;
  }
  const [name = "", schema] = path.toReversed();
  const columns = words.startsWith("update") ? columnsSet(tokens.slice(at + 1).map((token) => token.text)) : undefined;
  return [{ text, table: { name, ...(schema === undefined ? {} : { schema }) }, ...(columns === undefined ? {} : { columns }) }];
}

const nameOf = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase());

/** What stands between SET and the FROM, WHERE or RETURNING after it: the first name behind each comma. */
function columnsSet(tokens: readonly string[]): readonly string[] | undefined {
  const set = tokens.findIndex((text) => text.toLowerCase() === "set");
  const columns: string[] = [];
  let depth = 0;
  let isNext = true;
  for (const text of tokens.slice(set + 1)) {
    if (isNext && text === "(") return undefined; // (a, b) = ...
    if (depth === 0 && ["from", "where", "returning"].includes(text.toLowerCase())) break;
    if (isNext) columns.push(nameOf(text));
    depth += "([".includes(text) ? 1 : ")]".includes(text) ? -1 : 0;
    isNext = depth === 0 && text === ",";
  }
  return columns;
}
