import { MigError } from "../errors.ts";
import type { GraphNode, RevisionGraph } from "./graph.ts";
import { ancestorsOf, belowOthers, inOrder } from "./lineage.ts";
import { findNodes, findOneNode, inLineage, rowNodes } from "./name.ts";
import { moveUp, stepsOver, type Step } from "./rows.ts";
import { parseRelative, refuseRange, type RelativeTarget } from "./target.ts";
import { walk, type WalkEnd } from "./walk.ts";

/**
 * The steps that bring a database from its rows to one target or several, with all that these require.
 * What is applied already is left alone, so an applied target, like `base`, gives no steps.
 *
 * @example planUpgrade(graph, [], "head") // [{ direction: "upgrade", revision: "a1", headsAfter: ["a1"] }, ...]
 */
export function planUpgrade(graph: RevisionGraph, rows: readonly string[], targets: string | readonly string[]): readonly Step[] {
  const texts = typeof targets === "string" ? [targets] : targets;
  texts.forEach(refuseRange);
  const wanted = texts.flatMap((text) => upgradeTargets(graph, rows, text));
  refuseOverlap(wanted, "targets");
  const current = rowNodes(graph, rows);
  refuseOverlap(current, "rows");
  const applied = ancestorsOf(current, "requirements");
  const needed = [...ancestorsOf(wanted, "requirements")].filter((node) => !applied.has(node));
  return stepsOver(inOrder(needed), { direction: "upgrade", from: current, move: moveUp });
}

function upgradeTargets(graph: RevisionGraph, rows: readonly string[], text: string): readonly GraphNode[] {
  const relative = parseRelative(text);
  if (relative === undefined) return findNodes(graph, text);
  const { node, ended } = walkFrom(graph, relative, () => startAtRows(graph, rows, relative));
  if (ended || node === undefined) throw new MigError("WALKED_TOO_FAR", { target: text });
  return [node];
}

function startAtRows(graph: RevisionGraph, rows: readonly string[], relative: RelativeTarget): GraphNode | undefined {
  if (relative.branch === undefined && rows.length > 1) throw new MigError("AMBIGUOUS_WALK", { target: relative.text, choices: rows });
  return startOf(graph, rowNodes(graph, rows), relative);
}

/** Counts from a named revision, or up from the start that `startWithoutName` finds where none is named. */
export function walkFrom(graph: RevisionGraph, target: RelativeTarget, startWithoutName: () => GraphNode | undefined): WalkEnd {
  const { text, branch, from, steps } = target;
  const up = steps > 0;
  if (from === undefined && !up) return { ended: true };
  // Counting down, the branch must hold the revision; counting up, it chooses the way.
  const name = branch === undefined || up ? from : `${branch}@${from}`;
  const start = name === undefined ? startWithoutName() : findOneNode(graph, name);
  return walk(graph, start, { text, steps, ...(branch === undefined || !up ? {} : { branch }) });
}

/** Where `+n` counts from: the one row; with a branch, its row, else what is highest of it among all that is applied, else below the bases. */
export function startOf(graph: RevisionGraph, current: readonly GraphNode[], { text, branch }: RelativeTarget): GraphNode | undefined {
  const starts = branch === undefined ? current : startsInBranch(graph, current, branch);
  if (starts.length > 1) throw new MigError("AMBIGUOUS_WALK", { target: text, choices: starts.map(({ id }) => id) });
  return starts[0];
}

function startsInBranch(graph: RevisionGraph, current: readonly GraphNode[], branch: string): readonly GraphNode[] {
  const rows = inLineage(graph, current, branch, "downRevisions");
  if (rows.length > 0) return rows;
  const applied = inLineage(graph, [...ancestorsOf(current, "requirements")], branch, "downRevisions");
  const below = new Set(applied.flatMap((node) => node.requires));
  return applied.filter((node) => !below.has(node));
}

/** Refuses revisions of which one includes another. */
export function refuseOverlap(nodes: readonly GraphNode[], among: "targets" | "rows"): void {
  if (belowOthers(nodes).length === 0) return;
  for (const node of nodes) {
    const lower = ancestorsOf(node.requires, "requirements");
    const overlaps = nodes.filter((other) => lower.has(other)).map(({ id }) => id);
    if (overlaps.length > 0) throw new MigError("OVERLAPPING_REVISIONS", { revision: node.id, overlaps, among });
  }
}
