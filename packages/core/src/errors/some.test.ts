import { expect, test } from "vitest";
import { some } from "./some.ts";

test.each([
  { count: 3, most: 4, gives: "1, 2, 3" },
  { count: 4, most: 4, gives: "1, 2, 3, 4" },
  { count: 5, most: 4, gives: "1, 2, 3, and 2 more" },
  { count: 500, most: 4, gives: "1, 2, 3, and 497 more" },
])("$count of at most $most", ({ count, most, gives }) => {
  expect(
    some(
      Array.from({ length: count }, (_, at) => String(at + 1)),
      ", ",
      most,
    ),
  ).toBe(gives);
});
