import { describe, expect, test } from "vitest";
import { failureOf, graphOf, revisionOf } from "../../test/graph-text.ts";
import { buildGraph } from "./graph.ts";
import { basesOf, branchPointsOf, effectiveHeadsOf, headsOf } from "./resolve.ts";
import type { Revision } from "./revision.ts";

const idsOf = (revisions: readonly Revision[]): string => revisions.map(({ id }) => id).join(" ");

describe("shape", () => {
  test.each([
    { graph: "a", heads: "a", effective: "a", bases: "a", branchPoints: "" }, // GRAPH-01
    { graph: "b < a, a", heads: "b", effective: "b", bases: "a", branchPoints: "" },
    { graph: "a, b, c < a", heads: "b c", effective: "b c", bases: "a b", branchPoints: "" }, // GRAPH-02
    { graph: "a, b < a, c < a", heads: "b c", effective: "b c", bases: "a", branchPoints: "a" }, // GRAPH-03
    { graph: "a, b < a, c < a, m < b c", heads: "m", effective: "m", bases: "a", branchPoints: "a" }, // GRAPH-04
    { graph: "a, b ~ a", heads: "a b", effective: "b", bases: "a b", branchPoints: "" }, // GRAPH-09
    { graph: "a, b < a ~ a, c ~ a", heads: "b c", effective: "b c", bases: "a c", branchPoints: "" },
    { graph: "a, b < a a", heads: "b", effective: "b", bases: "a", branchPoints: "" },
  ])("$graph", ({ graph, heads, effective, bases, branchPoints }) => {
    const built = graphOf(graph);
    expect(idsOf(headsOf(built))).toBe(heads);
    expect(idsOf(effectiveHeadsOf(built))).toBe(effective);
    expect(idsOf(basesOf(built))).toBe(bases);
    expect(idsOf(branchPointsOf(built))).toBe(branchPoints);
  });

  test("no revisions at all", () => {
    expect(headsOf(buildGraph([]))).toEqual([]);
  });
});

// GRAPH-05: descendants inherit; ancestors only along a line that goes straight up to its head.
describe("labels", () => {
  test.each([
    { graph: "a, b [x] < a, c < b", labelled: "a b c" },
    { graph: "a, b [x] < a, c < b, d < b", labelled: "b c d" },
    { graph: "a, b < a, c [x] < b, d < a", labelled: "b c" },
    { graph: "a, b, m < a b, c < m, d [x] < c", labelled: "c d" },
    { graph: "a, b, m [x] < a b", labelled: "m" },
    { graph: "a, b [x] < a, c, m < b c, n < m", labelled: "b m n" },
    { graph: "a, b [x] < a, c ~ a", labelled: "b" },
    { graph: "a, b [x] < a, c ~ b, d ~ b", labelled: "b" },
    { graph: "a, b [x] < a, c ~ b", labelled: "a b" },
    { graph: "a, b < a, c [x] < b", labelled: "a b c" },
    { graph: "a, b, m < a b, c [x] < m, d < c, e < d", labelled: "c d e" },
  ])("$graph", ({ graph, labelled }) => {
    const nodes = graphOf(graph).nodes.filter((node) => node.labels.has("x"));
    expect(nodes.map(({ id }) => id).join(" ")).toBe(labelled);
  });
});

// GRAPH-07, GRAPH-08
describe("requirements", () => {
  test.each([
    { graph: "x, a, b < a ~ x", of: "b", gives: "a x" },
    { graph: "x [lib], a, b < a ~ lib", of: "b", gives: "a x" },
    { graph: "x, a ~ x, b < a ~ x", of: "b", gives: "a" },
    { graph: "x, a ~ x, b < a, c < b ~ x", of: "c", gives: "b" },
    { graph: "x, y, a ~ x, b < a ~ x y", of: "b", gives: "a y" },
    { graph: "a, b < a ~ a", of: "b", gives: "a" },
    { graph: "x, a ~ x, b ~ x", of: "b", gives: "x" },
  ])("$of in $graph", ({ graph, of, gives }) => {
    expect(
      graphOf(graph)
        .byId.get(of)
        ?.requires.map(({ id }) => id)
        .join(" "),
    ).toBe(gives);
  });
});

// GRAPH-10 to GRAPH-12, ID-23, ID-24, ERR-19 to ERR-24, ERR-50
describe("refused", () => {
  const at = (...ids: readonly string[]): readonly object[] => ids.map((revision) => ({ revision, file: `${revision}.ts` }));
  test.each([
    { graph: "a < a", code: "SELF_LOOP", details: { revision: "a", file: "a.ts", header: "downRevision" } },
    { graph: "a ~ a", code: "SELF_LOOP", details: { revision: "a", file: "a.ts", header: "dependsOn" } },
    { graph: "a [x] ~ x", code: "DEPENDENCY_CYCLE", details: { revisions: at("a") } },
    { graph: "a < b, b < a", code: "REVISION_CYCLE", details: { revisions: at("a", "b") } },
    { graph: "base1, a < base1 c, b < a, c < b, head1 < c", code: "REVISION_CYCLE", details: { revisions: at("c", "b", "a") } },
    { graph: "a ~ b, b ~ a", code: "DEPENDENCY_CYCLE", details: { revisions: at("a", "b") } },
    { graph: "a, b < a ~ c, c < b", code: "DEPENDENCY_CYCLE", details: { revisions: at("b", "c") } },
    { graph: "a < gone", code: "MISSING_DOWN_REVISION", details: { revision: "a", file: "a.ts", missing: "gone" } },
    { graph: "b [x], a < x", code: "MISSING_DOWN_REVISION", details: { revision: "a", file: "a.ts", missing: "x" } },
    { graph: "a ~ gone", code: "MISSING_DEPENDENCY", details: { revision: "a", file: "a.ts", missing: "gone" } },
    { graph: "abcdef, a ~ abcd", code: "MISSING_DEPENDENCY", details: { revision: "a", file: "a.ts", missing: "abcd" } },
    { graph: "a, a", code: "DUPLICATE_REVISION", details: { revision: "a", files: ["a.ts", "a.ts"] } },
    { graph: "a [x], b [x]", code: "DUPLICATE_LABEL", details: { label: "x", revisions: at("a", "b") } },
    { graph: "a, b [a]", code: "LABEL_IS_REVISION", details: { label: "a", revisions: at("a", "b") } },
    { graph: "a+1", code: "ILLEGAL_REVISION_ID", details: { text: "a+1", what: "revision", characters: ["+"], file: "a+1.ts" } },
    {
      graph: "a@-:",
      code: "ILLEGAL_REVISION_ID",
      details: { text: "a@-:", what: "revision", characters: ["@", "-", ":"], file: "a@-:.ts" },
    },
    { graph: "a [x:y]", code: "ILLEGAL_REVISION_ID", details: { text: "x:y", what: "branch label", characters: [":"], file: "a.ts" } },
    { graph: "head", code: "RESERVED_NAME", details: { name: "head", what: "revision", file: "head.ts" } },
    { graph: "a, current < a", code: "RESERVED_NAME", details: { name: "current", what: "revision", file: "current.ts" } },
    { graph: "a [base]", code: "RESERVED_NAME", details: { name: "base", what: "branch label", file: "a.ts" } },
    { graph: "a [x@y]", code: "ILLEGAL_REVISION_ID", details: { text: "x@y", what: "branch label", characters: ["@"], file: "a.ts" } },
    { graph: "", code: "ILLEGAL_REVISION_ID", details: { text: "", what: "revision", characters: [], file: ".ts" } },
    {
      graph: "x".repeat(33),
      code: "REVISION_ID_TOO_LONG",
      details: { revision: "x".repeat(33), length: 33, longest: 32, file: `${"x".repeat(33)}.ts` },
    },
  ])("$graph: $code", ({ graph, code, details }) => {
    const failure = failureOf(() => graphOf(graph));
    expect(failure.code).toBe(code);
    expect(failure.details).toEqual(details);
  });

  test("32 characters fit, counted as PostgreSQL does", () => {
    expect(headsOf(graphOf("🐘".repeat(32)))).toHaveLength(1);
  });

  test("messages name the files", () => {
    expect(failureOf(() => graphOf("a < b, b < c, c < a")).message).toBe(
      "Revisions form a cycle: a (a.ts) -> b (b.ts) -> c (c.ts) -> a (a.ts).",
    );
  });
});

describe("a thousand labels on ten thousand revisions", () => {
  const idAt = (at: number): string => `r${String(at).padStart(5, "0")}`;
  const labelled = (at: number): readonly string[] => (at % 10 === 0 ? [`l${at}`] : []);
  test("on one line, every revision has all of them, in one set", () => {
    const { nodes } = buildGraph(
      Array.from({ length: 10_000 }, (_, at) => ({
        id: idAt(at),
        downRevisions: at === 0 ? [] : [idAt(at - 1)],
        branchLabels: labelled(at),
      })),
    );
    expect(new Set(nodes.map(({ labels }) => labels)).size).toBe(1);
    expect(nodes[0]?.labels.size).toBe(1000);
  });

  test("on branches that come together, a set is made only where labels are added", () => {
    // From every tenth revision of the main line a labelled branch of one leaves, and the main line's next revision merges it.
    const { nodes } = buildGraph(
      Array.from({ length: 10_000 }, (_, at) => {
        const main = at % 10 === 1 ? at - 2 : at - 1;
        const downs = at % 10 === 1 ? [main, at - 1] : [main];
        return { id: idAt(at), downRevisions: downs.filter((below) => below >= 0).map(idAt), branchLabels: labelled(at) };
      }),
    );
    expect(new Set(nodes.map(({ labels }) => labels)).size).toBeLessThan(2100);
    expect(nodes.at(-1)?.labels.size).toBe(1000);
  });
});

test("a line of 10,000 revisions, deeper than the call stack", () => {
  const revisions = Array.from({ length: 10_000 }, (_, index) => revisionOf(index === 0 ? "r0" : `r${index} < r${index - 1}`));
  expect(headsOf(buildGraph(revisions.toReversed()))).toMatchObject([{ id: "r9999" }]);
});

test("a revision says only what is there", () => {
  const graph = buildGraph([{ id: "a1" }, { id: "b2", downRevisions: ["a1"] }]);
  expect(graph.byId.get("a1")?.revision).toEqual({ id: "a1", downRevisions: [], branchLabels: [], dependsOn: [] });
  expect(graph.byId.get("b2")?.down.map(({ id }) => id)).toEqual(["a1"]);
});
