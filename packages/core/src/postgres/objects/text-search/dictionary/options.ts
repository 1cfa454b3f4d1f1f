import { scan } from "../../../sql/scan.ts";
import { identifier, literal, sql, type Sql } from "../../../sql/sql.ts";

/** `language = 'english', stopwords = 'english'`, as pg_ts_dict keeps it. @example readOptions("a = 'b'") // { a: "b" } */
export function readOptions(text: string | null): Readonly<Record<string, string>> {
  const tokens = [...scan(text ?? "")].filter(({ kind }) => kind !== "space");
  const found: [string, string][] = [];
  tokens.forEach(({ text: piece }, at) => {
    const [name, value] = [tokens[at - 1], tokens[at + 1]];
    if (piece === "=" && name !== undefined && value !== undefined) found.push([nameOf(name.text), valueOf(value.text)]);
  });
  return Object.fromEntries(found);
}

const nameOf = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);

/** Strings with a backslash are printed as escape strings, with a space before them. */
function valueOf(text: string): string {
  if (/^[eE]'/u.test(text)) return text.slice(2, -1).replaceAll("''", "'").replaceAll("\\\\", "\\");
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}

/** The options as statements take them; those without a value are removed. */
export const optionList = (options: Readonly<Record<string, string | null>>): readonly Sql[] =>
  Object.entries(options).map(([name, value]) => (value === null ? identifier(name) : sql`${identifier(name)} = ${literal(value)}`));
