import { buildGraph, historyOf } from "@migts/core";
import { reportRevision } from "@migts/core/report";
import { expect, test } from "vitest";
import { graphText } from "./graph-text.ts";
import { paint } from "./paint.ts";

const list = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.trim().split(/ +/u));

/** The drawing of revisions written short: `id [labels] < downRevisions ~ dependsOn`, separated by commas. */
function draw(text: string, ascii = false): string {
  const revisions = text.split(",").map((one) => {
    const {
      id = "",
      labels,
      down,
      needs,
    } = /^(?<id>\S+)(?: \[(?<labels>.*)\])?(?: < (?<down>[^~]+?))?(?: ~ (?<needs>.+))?$/u.exec(one.trim())?.groups ?? {};
    return { id, branchLabels: list(labels), downRevisions: list(down), dependsOn: list(needs), message: "" };
  });
  const graph = buildGraph(revisions);
  const reports = historyOf(graph)
    .flatMap(({ id }) => graph.byId.get(id) ?? [])
    .map((node) => reportRevision(node, { shown: (file) => file }));
  return graphText(reports, { ascii })
    .replaceAll(/ \((?:effective )?(?:head|branchpoint|mergepoint)\)/gu, "")
    .replaceAll(/ +$/gmu, "");
}

test.each([
  {
    name: "a merge of three",
    graph: "a, b < a, c < a, d < a, m < b c d",
    gives: ["◆  m", "├─╮", "├─│─╮", "│ │ ◆  d", "│ ◆ │  c", "◆ │ │  b", "├─┴─╯", "◆  a"],
  },
  {
    name: "a criss-cross: what crosses passes behind",
    graph: "a, b < a, c < a, d < b c, e < b c, f < d e",
    gives: ["◆  f", "├─╮", "│ ◆  e", "│ ├─╮", "◆ │ │  d", "├─│─┤", "│ │ ◆  c", "├─╯ │", "◆   │  b", "├───╯", "◆  a"],
  },
  { name: "an octopus", graph: "a, b < a, c < a, d < a", gives: ["◆  d", "│ ◆  c", "│ │ ◆  b", "├─┴─╯", "◆  a"] },
  {
    name: "a dependency on another branch, and labels once",
    graph: "a [one], a2 < a, b [two], b2 < b ~ a2, b3 < b2",
    gives: ["◆  b3", "◆  b2  (needs a2)", "├╌╮", "│ ◆  a2", "│ ◆  a (one)", "◆  b (two)"],
  },
  {
    name: "a dependency that crosses a line",
    graph: "a, b < a, c < a, d < b ~ c, e < c, f < d e",
    gives: ["◆  f", "├─╮", "│ ◆  e", "◆ │  d  (needs c)", "├╌│╌╮", "│ ├╌╯", "│ ◆  c", "◆ │  b", "├─╯", "◆  a"],
  },
])("$name", ({ graph, gives }) => {
  expect(draw(graph).split("\n")).toEqual(gives);
});

test("plain characters tell crossings and dependencies apart too", () => {
  expect(draw("a, b < a, c < a, d < b ~ c, e < c, f < d e", true).split("\n").slice(0, 6)).toEqual([
    "*  f",
    "|-.",
    "| *  e",
    "* |  d  (needs c)",
    "|.|..",
    "| |.'",
  ]);
});

test("a lane keeps its colour, and what leads across has that of the lane it leads to", () => {
  const painted = paint(draw("a, b < a, c < a, d < a, m < b c d")).split("\n");
  const colourOf = (line: number, at: number): string | undefined =>
    (painted[line] ?? "")
      .split("\u001B[")
      .filter((part) => !part.startsWith("39m") && part !== "")
      .map((part) => part.split("m")[0])[at];
  expect(colourOf(2, 0)).toBe(colourOf(1, 0)); // the first lane
  expect(colourOf(2, 1)).toBe(colourOf(2, 4)); // ─ and ╮ of the third
  expect(colourOf(2, 2)).not.toBe(colourOf(2, 1)); // the second, which is crossed
  expect(
    painted
      .join("\n")
      .split("\u001B[")
      .map((part, at) => (at === 0 ? part : part.replace(/^\d+m/u, "")))
      .join(""),
  ).toBe(draw("a, b < a, c < a, d < a, m < b c d"));
});
