import { expect, test } from "vitest";
import { isTypeText, readSingleExpression } from "./single-expression.ts";

test.each([
  { text: "a > 0", names: ["a"] },
  { text: `"User Name" = 'it''s; (' AND Ä_b$1 IS NOT NULL`, names: ["User Name", "and", "Ä_b$1", "is", "not", "null"] },
  { text: `"a""b".c`, names: ['a"b', "c"] },
  { text: `E'\\'); --' || x`, names: ["x"] },
  { text: "$tag$ ) ; $tag$ || y", names: ["y"] },
  { text: "f(a, (b)) /* ) /* ; */ */ -- );\n", names: ["f", "a", "b"] },
  { text: "a[1] @> '{}'::jsonb", names: ["a", "jsonb"] },
  { text: "1e3 + $1", names: ["e3"] },
])("one expression: $text", ({ text, names }) => expect([...(readSingleExpression(text)?.names ?? ["none"])]).toEqual(names));

test.each([
  ")",
  "(",
  "a) + (b",
  "a; b",
  "'",
  '"',
  "''' ",
  "E'\\'",
  "$a$",
  "$a$ $b$",
  "$$",
  "/* /* */",
  "E'a' 'b'",
  "E'a'\n'\\' ) --'",
  "E'a' -- c\n '\\'",
  "a\u0000",
  "'\u0000'",
  '""',
])("more than one expression, or none that ends: %j", (text) => expect(readSingleExpression(text)).toBeUndefined());

test.each([
  { text: "numeric(10,2)", is: true },
  { text: "timestamp(3) without time zone", is: true },
  { text: `other."Odd ; Type"[]`, is: true },
  { text: "geometry(Point,4326)", is: true },
  { text: `pg_catalog."de_DE.utf8"`, is: true },
  { text: "int); drop table users; --", is: false },
  { text: "int, b int", is: false },
  { text: "int default 'a'", is: false },
  { text: `"open`, is: false },
  { text: "", is: false },
])("a type: $text", ({ text, is }) => expect(isTypeText(text)).toBe(is));
