import {
  accept,
  acceptNumber,
  acceptString,
  acceptWord,
  atEnd,
  expect,
  expectPath,
  isNewline,
  peek,
  position,
  skipBlanks,
  Unreadable,
  type Cursor,
} from "./cursor.ts";
import type { Argument, Value } from "./document.ts";

const OPEN_PAREN = 40;

/** An expression: string, number, name, call, array or object. */
export function parseValue(cursor: Cursor): Value {
  const at = position(cursor);
  const string = acceptString(cursor);
  if (string !== undefined) return { kind: "string", at, value: string };
  const number = acceptNumber(cursor);
  if (number !== undefined) return { kind: "number", at, text: number };
  if (accept(cursor, "[")) return { kind: "array", at, items: parseList(cursor, "]", parseValue) };
  if (accept(cursor, "{")) return { kind: "object", at, entries: parseList(cursor, "}", parseArgument) };
  const name = expectPath(cursor, "a value");
  const args = parseArguments(cursor);
  return args === undefined ? { kind: "name", at, name } : { kind: "call", at, name, args };
}

/** `(...)`, or `undefined` where there is none. */
export function parseArguments(cursor: Cursor): readonly Argument[] | undefined {
  const before = cursor.index;
  skipBlanks(cursor);
  if (peek(cursor) !== OPEN_PAREN) {
    cursor.index = before;
    return undefined;
  }
  cursor.index += 1;
  return parseList(cursor, ")", parseArgument);
}

function parseArgument(cursor: Cursor): Argument {
  const at = position(cursor);
  const before = cursor.index;
  const name = acceptWord(cursor);
  skipBlanks(cursor);
  if (name !== undefined && accept(cursor, ":")) {
    skipBlanks(cursor);
    return { name, at, value: parseValue(cursor) };
  }
  cursor.index = before;
  return { at, value: parseValue(cursor) };
}

/** Items between commas up to the closing mark. Prisma refuses line breaks in them; here they do no harm. */
function parseList<Item>(cursor: Cursor, close: string, parseItem: (cursor: Cursor) => Item): readonly Item[] {
  let items: Item[] | undefined;
  for (;;) {
    skipBlanksAndLines(cursor);
    if (accept(cursor, close)) return items ?? [];
    if (items !== undefined) {
      expect(cursor, ",");
      skipBlanksAndLines(cursor);
      if (accept(cursor, close)) return items;
    }
    if (atEnd(cursor)) throw new Unreadable(position(cursor), `Expected "${close}" here.`);
    if (items === undefined) items = [parseItem(cursor)]; // an array of one is a tenth of what push makes room for
    else items.push(parseItem(cursor));
  }
}

function skipBlanksAndLines(cursor: Cursor): void {
  skipBlanks(cursor);
  while (isNewline(peek(cursor))) {
    cursor.index += 1;
    skipBlanks(cursor);
  }
}
