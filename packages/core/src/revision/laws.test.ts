import fc from "fast-check";
import { expect, test } from "vitest";
import { answerOf } from "../../test/answer.ts";
import { randomGraph, randomTarget } from "../../test/random-graph.ts";
import { planDowngrade } from "./downgrade.ts";
import { buildGraph, type GraphNode, type RevisionGraph } from "./graph.ts";
import { ancestorsOf, belowOthers } from "./lineage.ts";
import { rowNodes } from "./naming/name.ts";
import { appliedOf, effectiveHeadsOf } from "./resolve.ts";
import type { Step } from "./rows.ts";
import { planStamp } from "./stamp.ts";
import { planUpgrade } from "./upgrade.ts";

const runs = { numRuns: 300 };
const idsOf = (nodes: readonly { readonly id: string }[]): readonly string[] => nodes.map(({ id }) => id);
const rowsAfter = (steps: readonly Step[], before: readonly string[]): readonly string[] => steps.at(-1)?.headsAfter ?? before.toSorted();

/** The rows of what is applied: all that nothing else applied requires. */
const highest = (applied: ReadonlySet<GraphNode>): readonly string[] =>
  idsOf([...applied].filter((node) => !node.requiredBy.some((next) => applied.has(next)))).toSorted();

/** A state that walks lead to. */
function stateOf(graph: RevisionGraph, choose: <T>(items: readonly T[]) => T): readonly string[] {
  const ids = idsOf(graph.nodes);
  let rows = rowsAfter(planUpgrade(graph, [], choose([...ids, "heads"])), []);
  for (let count = choose([0, 1, 2]); count > 0; count--) {
    rows = rowsAfter(planUpgrade(graph, rows, choose(ids)), rows);
    const applied = idsOf(appliedOf(graph, rows)).filter((id) => rows.includes(id));
    if (choose([true, false]) && applied.length > 0) rows = rowsAfter(planDowngrade(graph, rows, choose(applied)), rows);
  }
  return rows;
}

test("up to the heads and down to base is back at nothing", () => {
  fc.assert(
    fc.property(randomGraph, ({ revisions }) => {
      const graph = buildGraph(revisions);
      const up = planUpgrade(graph, [], "heads");
      expect(rowsAfter(up, [])).toEqual(idsOf(effectiveHeadsOf(graph)));
      const down = planDowngrade(graph, rowsAfter(up, []), "base");
      expect(rowsAfter(down, [])).toEqual([]);
      expect(down.map(({ revision }) => revision).toSorted()).toEqual(idsOf(graph.nodes));
    }),
    runs,
  );
});

test("every step comes after what it requires, and leaves the rows of what is applied", () => {
  fc.assert(
    fc.property(randomGraph, ({ revisions, choose }) => {
      const graph = buildGraph(revisions);
      const rows = stateOf(graph, choose);
      const target = randomTarget(revisions, choose);
      const answer = answerOf({ revisions, rows, command: choose(["upgrade", "downgrade"]), targets: [target], purge: false });
      if (!("steps" in answer)) return;
      const applied = ancestorsOf(rowNodes(graph, rows), "requirements");
      for (const { direction, revision, headsAfter } of answer.steps) {
        const [node] = rowNodes(graph, [revision]);
        if (node === undefined) throw new Error("a step of no revision");
        expect(applied.has(node)).toBe(direction === "downgrade");
        const neighbours =
          direction === "upgrade" ? node.requires.filter((one) => !applied.has(one)) : node.requiredBy.filter((one) => applied.has(one));
        expect(idsOf(neighbours)).toEqual([]);
        if (direction === "upgrade") applied.add(node);
        else applied.delete(node);
        expect(headsAfter).toEqual(highest(applied));
        expect(belowOthers(rowNodes(graph, headsAfter))).toEqual([]);
      }
    }),
    { numRuns: 600 },
  );
});

test("stamping what is not applied leaves the rows that the walk there would leave", () => {
  fc.assert(
    fc.property(randomGraph, ({ revisions, choose }) => {
      const graph = buildGraph(revisions);
      const rows = stateOf(graph, choose);
      const applied = idsOf(appliedOf(graph, rows));
      const pending = idsOf(graph.nodes).filter((id) => !applied.includes(id));
      if (pending.length === 0) return;
      const target = choose(pending);
      expect(rowsAfter(planStamp(graph, rows, target), rows)).toEqual(rowsAfter(planUpgrade(graph, rows, target), rows));
      expect(rowsAfter(planStamp(graph, [], "heads"), [])).toEqual(rowsAfter(planUpgrade(graph, [], "heads"), []));
    }),
    runs,
  );
});

test("the order in which files are loaded changes nothing", () => {
  fc.assert(
    fc.property(randomGraph, ({ revisions, choose }) => {
      const rows = stateOf(buildGraph(revisions), choose);
      const question = {
        rows,
        command: choose(["upgrade", "downgrade", "stamp"]),
        targets: [randomTarget(revisions, choose)],
        purge: false,
      };
      const other = [...revisions];
      for (let at = other.length - 1; at > 0; at--) other.push(...other.splice(choose([...other.keys()]), 1));
      expect(answerOf({ ...question, revisions: other })).toEqual(answerOf({ ...question, revisions }));
    }),
    { numRuns: 300 },
  );
});
