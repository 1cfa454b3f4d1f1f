import type { GraphNode } from "../node.ts";

/** A node while the graph is being built. */
export interface NodeDraft extends GraphNode {
  down: NodeDraft[];
  up: NodeDraft[];
  dependencies: NodeDraft[];
  requiredBy: NodeDraft[];
  requires: readonly NodeDraft[];
  labels: ReadonlySet<string>;
  rank: number;
}

/** What most nodes have of most relations; one list for all, since there may be ten thousand. Never added to: see `withOne`. */
export const noNodes: NodeDraft[] = [];

/**
 * The list with one more: the same, unless it was empty. Most lists stay at one, and a list that never grew takes a tenth of the memory.
 */
export function withOne(list: NodeDraft[], node: NodeDraft): NodeDraft[] {
  if (list.length === 0) return [node];
  list.push(node);
  return list;
}
