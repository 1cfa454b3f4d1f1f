/** A constant in SQL as PostgreSQL prints it: what it is, without what it is cast to. */
export type Constant =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly (string | null)[] };

const typeName = String.raw`(?:"(?:[^"]|"")+"|[\w$. ])+(?:\([\d, ]+\))?(?: with(?:out)? time zone)?(?:\[\])?`;
const cast = new RegExp(String.raw`^(?<value>[^]*\S)\s*::\s*${typeName}$`, "u");
const quoted = /^'(?:[^']|'')*'$/u;
const bare = /^(?:-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|true|false|null)$/iu;
const arrayOf = /^ARRAY\[(?<items>[^]*)\]$/iu;

/**
 * Reads a default that is a constant: a number, a text, an array of these, with casts around them.
 * Undefined: it is something else, such as a call.
 * @example readConstant("'{a,b}'::text[]") // { kind: "list", items: ["a", "b"] }, as for "ARRAY['a'::text, 'b'::text]"
 */
export function readConstant(sql: string): Constant | undefined {
  const text = sql.trim();
  const inner = /^\((?<inner>[^]*)\)$/u.exec(text)?.groups?.["inner"];
  if (inner !== undefined && isClosed(inner)) return readConstant(inner);
  if (quoted.test(text)) return { kind: "text", text: text.slice(1, -1).replaceAll("''", "'") };
  if (bare.test(text)) return { kind: "text", text: text.toLowerCase() };
  const items = arrayOf.exec(text)?.groups?.["items"];
  if (items !== undefined && isClosed(items)) return listOf(items);
  const value = cast.exec(text)?.groups?.["value"];
  if (value === undefined || !isClosed(value)) return undefined;
  const read = readConstant(value);
  return read?.kind === "text" && text.endsWith("[]") ? arrayLiteral(read.text) : read;
}

function listOf(text: string): Constant | undefined {
  const items = splitItems(text).map(readConstant);
  const texts = items.flatMap((item) => (item?.kind === "text" ? [item.text] : []));
  return texts.length === items.length ? { kind: "list", items: texts } : undefined;
}

/** Whether quotes and parentheses are closed in order, none of them by what comes before. */
function isClosed(text: string): boolean {
  let depth = 0;
  for (const [part] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\]'"]/gu)) {
    if (part === "(" || part === "[") depth += 1;
    else if (part === ")" || part === "]") depth -= 1;
    else if (part.length === 1) return false;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The parts between commas that are in no quotes, parentheses or brackets. */
function splitItems(text: string): readonly string[] {
  if (text.trim() === "") return [];
  const items: string[] = [];
  let item = "";
  let depth = 0;
  for (const [part] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^]/gu)) {
    if (part === "(" || part === "[") depth += 1;
    if (part === ")" || part === "]") depth -= 1;
    if (part === "," && depth === 0) {
      items.push(item);
      item = "";
    } else item += part;
  }
  return [...items, item];
}

/** An array as text (PostgreSQL manual, 8.15.6): `{a,"b c",NULL}`. Undefined: of several dimensions, or none. */
function arrayLiteral(text: string): Constant | undefined {
  const inner = /^\{(?<inner>[^]*)\}$/u.exec(text.trim())?.groups?.["inner"];
  if (inner === undefined) return undefined;
  if (inner.trim() === "") return { kind: "list", items: [] };
  const items: (string | null)[] = [];
  for (const part of inner.match(/(?:"(?:[^"\\]|\\[^])*"|[^",])+|(?<=,)(?=,)/gu) ?? []) {
    const item = part.trim();
    if (item.startsWith('"')) items.push(item.slice(1, -1).replaceAll(/\\([^])/gu, "$1"));
    else if (/[{}]/u.test(item)) return undefined;
    else items.push(item.toUpperCase() === "NULL" ? null : item);
  }
  return { kind: "list", items };
}
