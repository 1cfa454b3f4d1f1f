import { checkRevisions } from "./build/check.ts";
import { normalisedDependencies, resolveDependencies } from "./build/dependencies.ts";
import { inheritLabels } from "./build/labels.ts";
import { orderOrRefuse } from "./build/rings.ts";
import { byText, type Revision, type RevisionId } from "./revision.ts";

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

/** A node while the graph is being built. */
export interface NodeDraft extends GraphNode {
  readonly down: NodeDraft[];
  readonly up: NodeDraft[];
  readonly dependencies: NodeDraft[];
  readonly requiredBy: NodeDraft[];
  requires: readonly NodeDraft[];
  labels: Set<string>;
  rank: number;
}

const draftOf = (revision: Revision): NodeDraft => ({
  revision,
  id: revision.id,
  down: [],
  up: [],
  dependencies: [],
  requires: [],
  requiredBy: [],
  labels: new Set(revision.branchLabels),
  rank: -1,
});

/**
 * Ties revisions together, and refuses what cannot be a history: duplicates, unknown references, rings, illegal ids.
 * Takes time in proportion to the number of revisions.
 *
 * @example headsOf(buildGraph([{ id: "a1", downRevisions: [], branchLabels: [], dependsOn: [] }])) // [the revision a1]
 */
export function buildGraph(revisions: readonly Revision[]): RevisionGraph {
  const sorted = revisions.toSorted((left, right) => byText(left.id, right.id) || byText(left.file ?? "", right.file ?? ""));
  checkRevisions(sorted);
  const nodes = sorted.map(draftOf);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const byLabel = new Map(nodes.flatMap((node) => node.revision.branchLabels.map((label) => [label, node] as const)));
  resolveDependencies(nodes, byId, byLabel);
  tie(nodes, byId);
  orderOrRefuse(nodes);
  for (const node of nodes) node.requires = node.down;
  normalisedDependencies(nodes);
  inheritLabels(byLabel);
  return { nodes, byId, byLabel };
}

function tie(nodes: readonly NodeDraft[], byId: ReadonlyMap<RevisionId, NodeDraft>): void {
  for (const node of nodes) {
    for (const id of new Set(node.revision.downRevisions)) {
      const below = byId.get(id);
      if (below === undefined) continue; // refused by checkRevisions
      node.down.push(below);
      below.up.push(node);
      below.requiredBy.push(node);
    }
    for (const below of node.dependencies) if (!node.down.includes(below)) below.requiredBy.push(node);
  }
}
