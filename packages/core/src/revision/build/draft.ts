import type { GraphNode } from "../node.ts";

/** A node while the graph is being built. */
export interface NodeDraft extends GraphNode {
  readonly down: NodeDraft[];
  readonly up: NodeDraft[];
  readonly dependencies: NodeDraft[];
  readonly requiredBy: NodeDraft[];
  requires: readonly NodeDraft[];
  labels: ReadonlySet<string>;
  rank: number;
}
