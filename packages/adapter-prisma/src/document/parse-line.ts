import { accept, acceptString, expect, expectPath, expectWord, position, skipBlanks, Unreadable, type Cursor } from "./cursor.ts";
import type { Attribute, EnumValue, Field, FieldType, Setting } from "./document.ts";
import { parseArguments, parseValue } from "./parse-value.ts";

/** One empty list for all that have none. */
const none: readonly never[] = [];

/** `name Type? @attribute(...)` */
export function parseField(cursor: Cursor): Field {
  const at = position(cursor);
  const name = expectWord(cursor, "a field");
  skipBlanks(cursor);
  const type = parseFieldType(cursor);
  const attributes = parseAttributes(cursor);
  return { name, at, type, attributes };
}

function parseFieldType(cursor: Cursor): FieldType {
  const at = position(cursor);
  const word = expectWord(cursor, "the field's type");
  const unsupported = word === "Unsupported" && accept(cursor, "(");
  const name = unsupported ? parseUnsupported(cursor) : word;
  skipBlanks(cursor);
  const arity = accept(cursor, "[]") ? "list" : accept(cursor, "?") ? "optional" : "required";
  return { name, at, written: unsupported ? "unsupported" : "name", arity };
}

function parseUnsupported(cursor: Cursor): string {
  skipBlanks(cursor);
  const text = acceptString(cursor);
  if (text === undefined) throw new Unreadable(position(cursor), "Expected a database type in quotes here.");
  skipBlanks(cursor);
  expect(cursor, ")");
  return text;
}

/** `VALUE @map("...")` */
export function parseEnumValue(cursor: Cursor): EnumValue {
  const at = position(cursor);
  const name = expectWord(cursor, "an enum value");
  const attributes = parseAttributes(cursor);
  return { name, at, attributes };
}

/** `name = value` */
export function parseSetting(cursor: Cursor): Setting {
  const at = position(cursor);
  const name = expectWord(cursor, "a setting");
  skipBlanks(cursor);
  expect(cursor, "=");
  skipBlanks(cursor);
  const value = parseValue(cursor);
  return { name, at, end: position(cursor), value };
}

/** What follows `@@`. */
export function parseBlockAttribute(cursor: Cursor): Attribute {
  return parseAttribute(cursor, position(cursor) - 2);
}

function parseAttributes(cursor: Cursor): readonly Attribute[] {
  let attributes: Attribute[] | undefined;
  for (;;) {
    skipBlanks(cursor);
    const at = position(cursor);
    if (!accept(cursor, "@")) return attributes ?? none;
    if (attributes === undefined) attributes = [parseAttribute(cursor, at)];
    else attributes.push(parseAttribute(cursor, at));
  }
}

function parseAttribute(cursor: Cursor, at: number): Attribute {
  skipBlanks(cursor);
  const name = expectPath(cursor, "an attribute's name");
  return { name, at, args: parseArguments(cursor) ?? none };
}
