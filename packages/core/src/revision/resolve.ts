import { MigError } from "../errors.ts";
import type { GraphNode, RevisionGraph } from "./node.ts";
import { ancestorsOf, highestApplied, inOrder } from "./lineage.ts";
import { baseNodes, effectiveHeadNodes, findNodes, headNodes, rowNodes } from "./naming/name.ts";
import type { Revision } from "./revision.ts";
import { parseNamed, parseRelative, refuseRange } from "./target.ts";
import { startOf, walkFrom, walkFromHeads } from "./naming/walk.ts";

export interface ResolveOptions {
  /** The rows of the version table, for `current` and `+n`. Absent: nothing is applied. */
  readonly rows?: readonly string[];
}

const revisionsOf = (nodes: readonly GraphNode[]): readonly Revision[] => nodes.map(({ revision }) => revision);

/**
 * What a name stands for: an id, the beginning of one, a branch label, `head`, `heads`, `base` (nothing), `current`,
 * each also after `branch@`, or with a distance (`head-1`, `ae10+2`).
 *
 * @example resolveRevisions(graph, "billing@head") // [the revision that ends the branch billing]
 */
export function resolveRevisions(graph: RevisionGraph, target: string, { rows = [] }: ResolveOptions = {}): readonly Revision[] {
  refuseRange(target);
  if (target === "current") return revisionsOf(rowNodes(graph, rows));
  const relative = parseRelative(target);
  if (relative === undefined || isLabel(graph, target)) return revisionsOf(findNodes(graph, target));
  const ends =
    relative.from === undefined && relative.steps < 0
      ? walkFromHeads(graph, target)
      : [walkFrom(graph, relative, () => startOf(graph, rowNodes(graph, rows), relative))];
  if (ends.some(({ ended }) => ended)) throw new MigError("WALKED_TOO_FAR", { target });
  return revisionsOf(ends.flatMap(({ node }) => node ?? []));
}

/** Where Alembic reads no distances, a label that looks like one stands for itself: `rel-1`, `rel-1@head`. */
function isLabel(graph: RevisionGraph, target: string): boolean {
  const { branch, name } = parseNamed(target);
  return graph.byLabel.has(name) || (branch !== undefined && graph.byLabel.has(branch) && parseRelative(name) === undefined);
}

/** The one revision of a name, undefined for `base`; refuses names that stand for several. */
export function resolveRevision(graph: RevisionGraph, target: string, options: ResolveOptions = {}): Revision | undefined {
  const [revision, ...more] = resolveRevisions(graph, target, options);
  if (revision === undefined || more.length === 0) return revision;
  throw new MigError("MULTIPLE_HEADS", { target, heads: [revision, ...more].map(({ id }) => id) });
}

/** Revisions that nothing builds on, sorted by id. */
export const headsOf = (graph: RevisionGraph): readonly Revision[] => revisionsOf(headNodes(graph));

/** Heads that nothing depends on either: the rows of a database in which everything is applied. */
export const effectiveHeadsOf = (graph: RevisionGraph): readonly Revision[] => revisionsOf(effectiveHeadNodes(graph));

/** Revisions that build on nothing, sorted by id. */
export const basesOf = (graph: RevisionGraph): readonly Revision[] => revisionsOf(baseNodes(graph));

/** Revisions that several build on, sorted by id. */
export const branchPointsOf = (graph: RevisionGraph): readonly Revision[] => revisionsOf(graph.nodes.filter((node) => node.up.length > 1));

/** Where a database stands: its rows, and the ends of branches that these depend on, which have no row. Oldest first. */
export const currentOf = (graph: RevisionGraph, rows: readonly string[]): readonly Revision[] =>
  revisionsOf(highestApplied(rowNodes(graph, rows)));

/** Everything that the rows say is applied, oldest first. */
export const appliedOf = (graph: RevisionGraph, rows: readonly string[]): readonly Revision[] =>
  revisionsOf(inOrder(ancestorsOf(rowNodes(graph, rows), "requirements")));

/** The same for rows of which some may have no file: those say nothing. */
export const appliedOfKnown = (graph: RevisionGraph, rows: readonly string[]): readonly Revision[] =>
  appliedOf(
    graph,
    rows.filter((row) => graph.byId.has(row)),
  );
