import type { CommentLine } from "./document.ts";

/** Reads a text from left to right. The one mutable thing of the parser. */
export interface Cursor {
  readonly text: string;
  /** The next character to read. */
  index: number;
  /** Added to an index, gives the position in the document. */
  readonly start: number;
}

/** What makes a line unreadable; caught for each line by the block parsers. */
export class Unreadable extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const DASH = 45;
const SLASH = 47;
const STAR = 42;
const UNDERSCORE = 95;
const SPACES = /\p{Zs}/u;

export const isNewline = (code: number): boolean => code === LF || code === CR;

const isBlank = (code: number): boolean => code === SPACE || code === TAB || (code > 127 && SPACES.test(String.fromCharCode(code)));

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  isDigit(code) ||
  code === UNDERSCORE ||
  code === DASH ||
  (code > 127 && !SPACES.test(String.fromCharCode(code)));

export const peek = (cursor: Cursor): number => cursor.text.charCodeAt(cursor.index);

export const position = (cursor: Cursor): number => cursor.start + cursor.index;

export const atEnd = (cursor: Cursor): boolean => cursor.index >= cursor.text.length;

export function skipBlanks(cursor: Cursor): void {
  while (isBlank(peek(cursor))) cursor.index += 1;
}

/** Goes behind the end of the line. */
export function skipLine(cursor: Cursor): void {
  while (!atEnd(cursor) && !isNewline(peek(cursor))) cursor.index += 1;
  if (peek(cursor) === CR && cursor.text.charCodeAt(cursor.index + 1) === LF) cursor.index += 1;
  if (!atEnd(cursor)) cursor.index += 1;
}

/** Eats the text if it comes next. */
export function accept(cursor: Cursor, text: string): boolean {
  if (peek(cursor) !== text.charCodeAt(0) || !cursor.text.startsWith(text, cursor.index)) return false;
  cursor.index += text.length;
  return true;
}

export function expect(cursor: Cursor, text: string): void {
  if (accept(cursor, text)) return;
  throw new Unreadable(position(cursor), `Expected "${text}" here.`);
}

/** The word that comes next, or `undefined`. */
export function acceptWord(cursor: Cursor): string | undefined {
  const from = cursor.index;
  if (peek(cursor) === DASH) return undefined;
  while (isWordCode(peek(cursor))) cursor.index += 1;
  return cursor.index === from ? undefined : cursor.text.slice(from, cursor.index);
}

export function expectWord(cursor: Cursor, what: string): string {
  const word = acceptWord(cursor);
  if (word === undefined) throw new Unreadable(position(cursor), `Expected ${what} here.`);
  return word;
}

/** Words joined by dots: `db.VarChar`. */
export function expectPath(cursor: Cursor, what: string): string {
  const from = cursor.index;
  expectWord(cursor, what);
  while (accept(cursor, ".")) acceptWord(cursor);
  return cursor.text.slice(from, cursor.index);
}

/** A number exactly as written, or `undefined`. */
export function acceptNumber(cursor: Cursor): string | undefined {
  const from = cursor.index;
  let index = from;
  if (cursor.text.charCodeAt(index) === DASH) index += 1;
  const digits = index;
  while (isDigit(cursor.text.charCodeAt(index))) index += 1;
  if (index === digits) return undefined;
  if (cursor.text[index] === "." && isDigit(cursor.text.charCodeAt(index + 1))) {
    index += 1;
    while (isDigit(cursor.text.charCodeAt(index))) index += 1;
  }
  if (isWordCode(cursor.text.charCodeAt(index))) return undefined;
  cursor.index = index;
  return cursor.text.slice(from, index);
}

/** A string literal, which is written as in JSON, or `undefined`. */
export function acceptString(cursor: Cursor): string | undefined {
  const from = cursor.index;
  if (cursor.text[from] !== '"') return undefined;
  let index = from + 1;
  let escaped = false;
  for (; cursor.text[index] !== '"'; index += 1) {
    if (!(cursor.text.charCodeAt(index) >= SPACE)) throw new Unreadable(cursor.start + from, "This string is not closed on its line.");
    if (cursor.text[index] !== "\\") continue;
    escaped = true;
    index += 1;
  }
  cursor.index = index + 1;
  if (!escaped) return cursor.text.slice(from + 1, index);
  return unescape(cursor.text.slice(from, index + 1), cursor.start + from);
}

function unescape(literal: string, at: number): string {
  try {
    return String(JSON.parse(literal));
  } catch (cause) {
    const problem = new Unreadable(at, "This string has an escape that is not known.");
    problem.cause = cause;
    throw problem;
  }
}

/** Goes behind a `//` comment (not its newline) or a block comment; gives the line of a `///` comment. */
export function acceptComment(cursor: Cursor): { readonly line?: CommentLine } | undefined {
  if (peek(cursor) !== SLASH) return undefined;
  const next = cursor.text.charCodeAt(cursor.index + 1);
  if (next === STAR) {
    const end = cursor.text.indexOf("*/", cursor.index + 2);
    if (end === -1) throw new Unreadable(position(cursor), "This comment is not closed.");
    cursor.index = end + 2;
    return {};
  }
  if (next !== SLASH) return undefined;
  const from = cursor.index;
  while (!atEnd(cursor) && !isNewline(peek(cursor))) cursor.index += 1;
  const text = cursor.text.slice(from, cursor.index);
  if (!text.startsWith("///")) return {};
  const within = text.slice(3);
  return { line: { at: cursor.start + from + 3 + within.length - within.trimStart().length, text: within.trim() } };
}
