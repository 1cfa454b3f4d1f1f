import { expect, test } from "vitest";
import { linesOf } from "./record/ansi.mjs";
import { svgOf } from "./record/svg.mjs";

const escape = String.fromCodePoint(27);

test("colours become runs", () => {
  expect(linesOf(`a ${escape}[31mred${escape}[39m b\n\n${escape}[1mbold${escape}[22m\n`)).toEqual([
    [
      { text: "a ", style: "" },
      { text: "red", style: "red" },
      { text: " b", style: "" },
    ],
    [],
    [{ text: "bold", style: "bold" }],
  ]);
});

test("a session as a picture: what is typed and printed is in it, long lines are broken, nothing comes from elsewhere", () => {
  const svg = svgOf([{ command: 'mig revision -m "a<b"', lines: linesOf(`x${"-".repeat(100)}\n&\n`) }]);
  expect(svg).toContain(">mig revision -m &quot;a&lt;b&quot;</text>");
  expect(svg).toContain(">&amp;</text>");
  expect(svg).toContain(`>${"-".repeat(9)}</text>`);
  expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|url\((?!#)|href/u);
});
