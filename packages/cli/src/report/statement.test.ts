import { expect, test } from "vitest";
import type { StepProgress } from "@migts/core";
import { statementLine, tellStatement } from "./statement.ts";

const rows: readonly (readonly [StepProgress, string])[] = [
  [{ seconds: 3 }, "  3 s"],
  [{ statement: "-- slow\nselect\n  1", number: 2, of: 5, seconds: 72 }, "  statement 2 of 5, 1 min 12 s: select 1"],
  [{ statement: "select 1", seconds: 7325 }, "  2 h 2 min: select 1"],
  [
    {
      statement: "create index i on t (a)",
      number: 1,
      seconds: 9,
      phase: "building index: scanning table",
      share: 0.439,
      table: "public.t",
    },
    "  statement 1, 9 s, building index: scanning table 43%: create index i on t (a)",
  ],
  [
    { statement: "alter table t alter a type bigint", number: 1, of: 1, seconds: 9, table: "public.t", rows: 1_250_000 },
    "  statement 1 of 1, 9 s, public.t has about 1,250,000 rows: alter table t alter a type bigint",
  ],
];

test.each(rows)("%o", (progress, line) => {
  expect(statementLine(progress)).toBe(line);
});

test("without a terminal a line every ten seconds, of each statement from its tenth second on", () => {
  const lines: string[] = [];
  const { runs, ends } = tellStatement({ progress: (text) => void lines.push(text) });
  for (let seconds = 1; seconds <= 25; seconds += 1) runs({ seconds, number: 1 });
  for (let seconds = 1; seconds <= 11; seconds += 1) runs({ seconds, number: 2 });
  ends();
  for (let seconds = 1; seconds <= 9; seconds += 1) runs({ seconds, number: 1 });
  expect(lines).toEqual(["  statement 1, 10 s", "  statement 1, 20 s", "  statement 2, 10 s"]);
});

test("on a terminal each line replaces the one before it, and the last goes", () => {
  const shown: string[] = [];
  const lines: string[] = [];
  const { runs, ends } = tellStatement({ progress: (text) => void lines.push(text), status: (text) => void shown.push(text) });
  runs({ seconds: 1 });
  runs({ seconds: 2 });
  ends();
  expect({ shown, lines }).toEqual({ shown: ["  1 s", "  2 s", ""], lines: [] });
});
