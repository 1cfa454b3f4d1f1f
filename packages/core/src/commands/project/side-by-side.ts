import type { GraphNode, RevisionGraph } from "../../revision/graph.ts";
import { appliedOf } from "../../revision/resolve.ts";

/**
 * Heads that have something below them in common: revisions were made side by side. Branches with bases of their own, and
 * those of which one depends on the other, are meant to have a head each. Empty: there are none.
 */
export function headsSideBySide(graph: RevisionGraph): readonly string[] {
  const heads = graph.nodes.filter(({ up }) => up.length === 0);
  if (heads.length < 2) return [];
  const headBelow = new Map<GraphNode, GraphNode>(); // each revision, and the head from which it was reached first
  const together = new Set<GraphNode>();
  for (const head of heads) {
    const todo = [head];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      const other = headBelow.get(node);
      if (other === undefined) {
        headBelow.set(node, head);
        todo.push(...node.down);
      } else if (other !== head && !needsOther(graph, head, other)) {
        together.add(other);
        together.add(head);
      }
    }
  }
  return heads.filter((head) => together.has(head)).map(({ id }) => id);
}

/** Whether one head depends on the other, at first hand or not. */
function needsOther(graph: RevisionGraph, left: GraphNode, right: GraphNode): boolean {
  const needs = (upper: GraphNode, lower: GraphNode): boolean =>
    lower.requiredBy.length > 0 && appliedOf(graph, [upper.id]).some(({ id }) => id === lower.id);
  return needs(left, right) || needs(right, left);
}
