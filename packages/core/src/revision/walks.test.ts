import { describe, expect, test } from "vitest";
import { answerOf, questionOf, shortOf } from "../../test/answer.ts";
import { failureOf, graphOf } from "../../test/graph-text.ts";
import { walkCases } from "../../test/walks.ts";
import { planDowngrade } from "./downgrade.ts";
import { planUpgrade } from "./upgrade.ts";

describe("walks", () => {
  test.each(walkCases)("$row: $run from ($rows) in $graph", (one) => {
    expect(shortOf(answerOf(questionOf(one)))).toBe(one.gives);
  });
});

describe("errors say what there is to choose from", () => {
  const graph = graphOf("abcd1, abcd2 < abcd1, abcd3 [abcdef] < abcd1, xyzw1");
  test.each([
    {
      run: () => planUpgrade(graph, [], "abc"),
      code: "AMBIGUOUS_PREFIX",
      details: { prefix: "abc", candidates: ["abcd1", "abcd2", "abcd3", "abcdef"] },
    },
    { run: () => planUpgrade(graph, [], "head"), code: "MULTIPLE_HEADS", details: { target: "head", heads: ["abcd2", "abcd3", "xyzw1"] } },
    { run: () => planUpgrade(graph, ["abcd1"], "+1"), code: "AMBIGUOUS_WALK", details: { target: "+1", choices: ["abcd2", "abcd3"] } },
    {
      run: () => planDowngrade(graph, ["xyzw1", "abcd2"], "-1"),
      code: "AMBIGUOUS_WALK",
      details: { target: "-1", choices: ["abcd2", "xyzw1"] },
    },
    { run: () => planUpgrade(graph, ["gone"], "heads"), code: "APPLIED_REVISION_NOT_FOUND", details: { revision: "gone" } },
    {
      run: () => planUpgrade(graph, ["abcd1", "abcd2"], "heads"),
      code: "OVERLAPPING_REVISIONS",
      details: { revision: "abcd2", overlaps: ["abcd1"], among: "rows" },
    },
    {
      run: () => planUpgrade(graph, [], ["+1", "xyzw1@+1", "+1"]),
      code: "TARGETS_CONTRADICT",
      details: { targets: ["+1", "+1"], reason: "distances" },
    },
    {
      run: () => planUpgrade(graph, [], ["heads", "base"]),
      code: "TARGETS_CONTRADICT",
      details: { targets: ["heads", "base"], reason: "base" },
    },
    { run: () => planUpgrade(graph, [], "nope@abcd1"), code: "REVISION_NOT_FOUND", details: { revision: "nope", role: "branch" } },
    {
      run: () => planUpgrade(graphOf("abcd1 [x-2]"), [], "x-2@head"),
      code: "REVISION_NOT_FOUND",
      details: { revision: "x", label: { name: "x-2", revision: "abcd1", reads: "x" } },
    },
    {
      run: () => planUpgrade(graphOf("abcd1 [x-2fa]"), [], "x-2fa"),
      code: "WALKED_TOO_FAR",
      details: { target: "x-2fa", label: { name: "x-2fa", revision: "abcd1", reads: "x" } },
    },
    { run: () => planUpgrade(graph, [], "xyzw1@abcd1"), code: "NOT_IN_BRANCH", details: { revision: "abcd1", branch: "xyzw1" } },
    { run: () => planDowngrade(graph, ["abcd1"], "xyzw1"), code: "NOT_AN_ANCESTOR", details: { target: "xyzw1", from: ["abcd1"] } },
  ])("$code", ({ run, code, details }) => {
    const failure = failureOf(run);
    expect({ code: failure.code, details: failure.details }).toEqual({ code, details });
  });
});

test("10,000 revisions on two lines that depend on each other, up and down again", () => {
  const graph = graphOf(
    Array.from({ length: 10_000 }, (_, at) =>
      at < 2 ? `r${at}` : at % 5 === 0 && at > 10 ? `r${at} < r${at - 2} ~ r${at - 3}` : `r${at} < r${at - 2}`,
    ).join(","),
  );
  const up = planUpgrade(graph, [], "heads");
  const down = planDowngrade(graph, up.at(-1)?.headsAfter ?? [], "base");
  expect([up.length, down.length, down.at(-1)?.headsAfter]).toEqual([10_000, 10_000, []]);
});
