import { expect, test } from "vitest";
import { isSameNumber } from "./same-number.ts";
import { withOneWord } from "./synonyms.ts";

test.each([
  { type: "int", left: "'-1'::integer", right: "-1", same: true },
  { type: "int", left: "(-1)", right: "'-1'::integer", same: true },
  { type: "numeric(10,2)", left: "0.00", right: "'-0'::numeric", same: true },
  { type: "numeric(10,2)", left: "'100'::numeric", right: "100.0", same: true },
  { type: "real", left: "0.5", right: "00.50", same: true },
  { type: "numeric", left: "1", right: "1.0", same: false },
  { type: "text", left: "1", right: "1.0", same: false },
  { type: "int", left: "1", right: "10", same: false },
  { type: "int", left: "f()", right: "f()", same: false },
])("$type: $left and $right", ({ type, left, right, same }) => expect(isSameNumber(type, left, right)).toBe(same));

test.each([
  { printed: "CURRENT_TIMESTAMP", gives: "now()" },
  { printed: "(CURRENT_TIMESTAMP)::date", gives: "(now())::date" },
  { printed: "CURRENT_TIMESTAMP(3)", gives: "CURRENT_TIMESTAMP(3)" },
  { printed: "'CURRENT_TIMESTAMP'::text", gives: "'CURRENT_TIMESTAMP'::text" },
  { printed: `"USER" = USER`, gives: `"USER" = CURRENT_USER` },
  { printed: "my.transaction_timestamp()", gives: "my.transaction_timestamp()" },
  { printed: "transaction_timestamp() - now()", gives: "now() - now()" },
])("$printed", ({ printed, gives }) => expect(withOneWord(printed)).toBe(gives));
