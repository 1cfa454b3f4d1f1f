import { expect, test } from "vitest";
import { withoutOuterParentheses } from "./parentheses.ts";

test.each([
  { text: "a > 0", gives: "a > 0" },
  { text: " ((a > 0)) ", gives: "a > 0" },
  { text: "(a > 0) AND (b > 0)", gives: "(a > 0) AND (b > 0)" },
  { text: "((a > 0) AND (b > 0))", gives: "(a > 0) AND (b > 0)" },
  { text: "(a, b)", gives: "(a, b)" },
  { text: "((a, b) = (1, 2))", gives: "(a, b) = (1, 2)" },
  { text: "(f(a, b))", gives: "f(a, b)" },
  { text: "(a <> ')')", gives: "a <> ')'" },
  { text: "(a <> ') or (') or (b)", gives: "(a <> ') or (') or (b)" },
  { text: String.raw`(a <> E'\')' or b)`, gives: String.raw`a <> E'\')' or b` },
  { text: '(")" > 0)', gives: '")" > 0' },
  { text: "(a", gives: "(a" },
])("$text", ({ text, gives }) => expect(withoutOuterParentheses(text)).toBe(gives));
