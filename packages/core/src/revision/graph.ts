import { checkRevisions } from "./build/check.ts";
import { normalisedDependencies, resolveDependencies } from "./build/dependencies.ts";
import { inheritLabels, noLabels } from "./build/labels.ts";
import { orderOrRefuse } from "./build/rings.ts";
import { noNodes, withOne, type NodeDraft } from "./build/draft.ts";
import type { RevisionGraph } from "./node.ts";
import { byText, type Revision, type RevisionId } from "./revision.ts";

export type { GraphNode, RevisionGraph } from "./node.ts";

const draftOf = (revision: Revision): NodeDraft => ({
  revision,
  id: revision.id,
  down: noNodes,
  up: noNodes,
  dependencies: noNodes,
  requires: noNodes,
  requiredBy: noNodes,
  labels: noLabels,
  rank: -1,
});

/** A revision of which only what is there must be said: no `downRevisions` is a base. */
export type RevisionData = Omit<Revision, Relation> & Partial<Pick<Revision, Relation>>;
type Relation = "downRevisions" | "branchLabels" | "dependsOn";

const none: readonly string[] = [];

function complete(revision: RevisionData): Revision {
  const { downRevisions = none, branchLabels = none, dependsOn = none } = revision;
  const isWhole = revision.downRevisions !== undefined && revision.branchLabels !== undefined && revision.dependsOn !== undefined;
  return isWhole ? (revision as Revision) : { ...revision, downRevisions, branchLabels, dependsOn };
}

/**
 * Ties revisions together, and rejects what cannot be a history: duplicates, unknown references, cycles, illegal ids.
 * Takes time in proportion to the number of revisions.
 *
 * @example headsOf(buildGraph([{ id: "a1" }, { id: "b2", downRevisions: ["a1"] }])) // [the revision b2]
 */
export function buildGraph(revisions: readonly RevisionData[]): RevisionGraph {
  const sorted = revisions.map(complete).toSorted((left, right) => byText(left.id, right.id) || byText(left.file ?? "", right.file ?? ""));
  checkRevisions(sorted);
  const nodes = sorted.map(draftOf);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const byLabel = new Map(nodes.flatMap((node) => node.revision.branchLabels.map((label) => [label, node] as const)));
  resolveDependencies(nodes, byId, byLabel);
  tie(nodes, byId);
  orderOrRefuse(nodes);
  for (const node of nodes) node.requires = node.down;
  normalisedDependencies(nodes);
  inheritLabels(nodes);
  return { nodes, byId, byLabel };
}

function tie(nodes: readonly NodeDraft[], byId: ReadonlyMap<RevisionId, NodeDraft>): void {
  for (const node of nodes) {
    for (const id of node.revision.downRevisions) {
      const below = byId.get(id);
      if (below === undefined || node.down.includes(below)) continue; // the first is refused by checkRevisions
      node.down = withOne(node.down, below);
      below.up = withOne(below.up, node);
      below.requiredBy = withOne(below.requiredBy, node);
    }
    for (const below of node.dependencies) if (!node.down.includes(below)) below.requiredBy = withOne(below.requiredBy, node);
  }
}
