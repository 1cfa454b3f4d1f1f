import { advance, depthChange, isAt, isOnNewLine, written, type Cursor } from "./source-tokens.ts";

/** What a header declares: a string, null (also for undefined), or strings in an array. */
export type HeaderValue = string | null | readonly string[];

/**
 * Reads the value of a declaration, from its `=` to the end of the declaration, and moves there. Type assertions are passed over.
 * Undefined: the value is not written out.
 */
export function readValue(cursor: Cursor): HeaderValue | undefined {
  const value = isAt(cursor, "[") ? readArray(cursor) : readScalar(cursor);
  if (value === undefined) return undefined;
  while (isAt(cursor, "as", "satisfies")) skipAssertion(cursor);
  return endsHere(cursor) ? value : undefined;
}

function readScalar(cursor: Cursor): string | null | undefined {
  const { kind } = cursor.token;
  const isNothing = kind === "word" && (written(cursor) === "null" || written(cursor) === "undefined");
  const value = isNothing ? null : kind === "string" || kind === "template" ? stringOf(written(cursor)) : undefined;
  if (value !== undefined) advance(cursor);
  return value;
}

function readArray(cursor: Cursor): readonly string[] | undefined {
  const items: string[] = [];
  advance(cursor);
  while (!isAt(cursor, "]")) {
    const item = readScalar(cursor);
    if (typeof item !== "string") return undefined;
    items.push(item);
    if (isAt(cursor, ",")) advance(cursor);
    else if (!isAt(cursor, "]")) return undefined;
  }
  advance(cursor);
  return items;
}

/** The text of a string literal. Undefined: it is not closed, or holds `${}`. */
function stringOf(literal: string): string | undefined {
  const quote = literal[0] ?? "";
  const body = literal.slice(1, -1);
  if (literal.length < 2 || !literal.endsWith(quote) || (quote === "`" && /(?<!\\)(?:\\\\)*\$\{/.test(body))) return undefined;
  return body.includes("\\") ? body.replaceAll(/\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|\r\n|([^]))/gu, unescaped) : body;
}

const shortEscapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0" };

const lineBreak = /[\n\r\u2028\u2029]/;

function unescaped(_: string, braced?: string, four?: string, two?: string, other?: string): string {
  const code = braced ?? four ?? two;
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  return other === undefined || lineBreak.test(other) ? "" : (shortEscapes[other] ?? other);
}

/** Signs that no type has: the value goes on as an expression. */
const operators = ["+", "*", "/", "%"];

/** Passes over `as const`, `satisfies readonly string[]` and the like. */
function skipAssertion(cursor: Cursor): void {
  advance(cursor);
  let isWhole = false;
  for (let depth = 0; depth > 0 || !isWhole || !endsHere(cursor) || isAt(cursor, "[", "|", "&"); advance(cursor)) {
    if (cursor.token.kind === "end" || (depth === 0 && isAt(cursor, "as", "satisfies", ...operators))) return;
    depth += depthChange(cursor);
    isWhole = !isAt(cursor, "|", "&", "readonly", "keyof", "typeof", "<", ".");
  }
}

/** A declaration ends at `;` or `,`, at the end of the text, or before a word on a new line. */
function endsHere(cursor: Cursor): boolean {
  if (cursor.token.kind === "end" || isAt(cursor, ";", ",")) return true;
  return isOnNewLine(cursor) && cursor.token.kind === "word" && !isAt(cursor, "in", "instanceof", "as", "satisfies");
}
