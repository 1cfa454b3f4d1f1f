import type { Revision, RevisionId } from "./revision.ts";

/** A revision in its graph, with its neighbours. */
export interface GraphNode {
  readonly revision: Revision;
  readonly id: RevisionId;
  /** What it builds on. */
  readonly down: readonly GraphNode[];
  /** What builds on it. */
  readonly up: readonly GraphNode[];
  /** What it depends on, labels resolved. */
  readonly dependencies: readonly GraphNode[];
  /** All that must be applied right before it: `down`, and the dependencies that no ancestor declares as well. */
  readonly requires: readonly GraphNode[];
  /** All that builds on it or depends on it. */
  readonly requiredBy: readonly GraphNode[];
  /** The branch labels that it declares and those that it inherits. */
  readonly labels: ReadonlySet<string>;
  /** Place in an order in which everything comes after what it requires; the same whatever order the files were loaded in. */
  readonly rank: number;
}

/** All revisions, checked and tied together. Made by `buildGraph`, never changed. */
export interface RevisionGraph {
  /** Sorted by id. */
  readonly nodes: readonly GraphNode[];
  readonly byId: ReadonlyMap<RevisionId, GraphNode>;
  /** The revision that declares a branch label. */
  readonly byLabel: ReadonlyMap<string, GraphNode>;
}
