import { expect, test } from "vitest";
import { printedExpression } from "./printed-expression.ts";

test.each([
  { printed: "((a > 0))", gives: "a > 0" },
  {
    printed: "((name)::text = ANY ((ARRAY['a'::character varying, 'b, ]'::character varying])::text[]))",
    gives: "(name)::text = ANY ((ARRAY['a'::character varying, 'b, ]'::character varying]::character varying[])::text[])",
  },
  { printed: "(x = ANY (ARRAY[1, 2]))", gives: "x = ANY (ARRAY[1, 2])" },
  { printed: "(x = ANY ((ARRAY[a, b])::text[]))", gives: "x = ANY ((ARRAY[a, b])::text[])" },
  {
    printed: "((ARRAY['a'::character varying, lower('B'::text)])::text[] = x)",
    gives: "(ARRAY['a'::character varying, lower('B'::text)])::text[] = x",
  },
])("$printed", ({ printed, gives }) => expect(printedExpression(printed)).toBe(gives));
