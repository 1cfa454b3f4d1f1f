import { expect, test } from "vitest";
import { drawLanes, lines } from "./lanes.ts";

/** `a < b c` draws a above b and c. */
const draw = (...rows: readonly string[]): string =>
  drawLanes(
    rows.map((row) => {
      const [id = "", down = ""] = row.split("<").map((part) => part.trim());
      return { id, down: down === "" ? [] : down.split(" "), symbol: "o", label: id };
    }),
    lines,
  );

test.each([
  { name: "a line", rows: ["c < b", "b < a", "a"], drawn: "o c\no b\no a" },
  { name: "a fork", rows: ["c < a", "b < a", "a"], drawn: "o c\n│ o b\n├─╯\no a" },
  { name: "a fork of three", rows: ["d < a", "c < a", "b < a", "a"], drawn: "o d\n│ o c\n│ │ o b\n├─┴─╯\no a" },
  { name: "a merge", rows: ["d < b c", "c < a", "b < a", "a"], drawn: "o d\n├─╮\n│ o c\no │ b\n├─╯\no a" },
  { name: "two bases", rows: ["b", "a"], drawn: "o b\n\no a" },
  { name: "a base beside a lane", rows: ["d < a", "c", "b", "a"], drawn: "o d\n│ o c\n│\n│ o b\no a" },
  { name: "a merge across a lane", rows: ["f < e", "e < b d", "g < a", "d < a", "b < a", "a"], drawn: "o f\no e\n├─╮\n│ │ o g\n│ o │ d\no │ │ b\n├─┴─╯\no a" },
  { name: "a merge with a lane that is there", rows: ["e < c", "d < b c", "c < b", "b"], drawn: "o e\n│ o d\n├─┤\no │ c\n├─╯\no b" },
  { name: "below the drawn part", rows: ["c < b", "b < a"], drawn: "o c\no b" },
])("$name", ({ rows, drawn }) => {
  expect(draw(...rows)).toBe(drawn);
});
