import { MigError } from "../errors.ts";
import type { GraphNode } from "./node.ts";

/** Which relations a walk follows: what revisions build on alone, or what they depend on as well. */
export type Along = "downRevisions" | "requirements";

/** The given nodes and all below them. */
export function ancestorsOf(nodes: Iterable<GraphNode>, along: Along): Set<GraphNode> {
  return reach(nodes, along === "downRevisions" ? (node) => node.down : (node) => node.requires);
}

/** The given nodes and all above them. */
export function descendantsOf(nodes: Iterable<GraphNode>, along: Along): Set<GraphNode> {
  return reach(nodes, along === "downRevisions" ? (node) => node.up : (node) => node.requiredBy);
}

/** The given nodes, all below and all above them. */
export function lineageOf(nodes: readonly GraphNode[], along: Along): Set<GraphNode> {
  return new Set([...ancestorsOf(nodes, along), ...descendantsOf(nodes, along)]);
}

function reach(nodes: Iterable<GraphNode>, nextOf: (node: GraphNode) => readonly GraphNode[]): Set<GraphNode> {
  const seen = new Set<GraphNode>();
  const todo = [...nodes];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const next of nextOf(node)) if (!seen.has(next)) todo.push(next);
  }
  return seen;
}

/** Those of the given nodes that lie below others of them. */
export function belowOthers(nodes: readonly GraphNode[]): readonly GraphNode[] {
  return nodes.length < 2
    ? []
    : amongOrBelow(
        nodes,
        nodes.flatMap((node) => node.requires),
      );
}

/**
 * Those of the given nodes that are among others or below them. Looks no deeper than the given nodes lie, which keeps long walks linear.
 */
export function amongOrBelow(nodes: readonly GraphNode[], others: Iterable<GraphNode>): readonly GraphNode[] {
  const deepest = Math.min(...nodes.map((node) => node.rank));
  const seen = reach(others, (node) => (node.rank <= deepest ? [] : node.requires));
  return nodes.filter((node) => seen.has(node));
}

/** Sorted so that everything comes after what it requires. */
export function inOrder(nodes: Iterable<GraphNode>): GraphNode[] {
  return [...nodes].toSorted((left, right) => left.rank - right.rank);
}

/** What is applied and has nothing applied that builds on it: the rows, and the ends of branches that the rows depend on. */
export function highestApplied(current: readonly GraphNode[]): readonly GraphNode[] {
  const applied = ancestorsOf(current, "requirements");
  return inOrder(applied).filter((node) => !node.up.some((next) => applied.has(next)));
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
