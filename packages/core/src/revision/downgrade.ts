import { MigError } from "../errors.ts";
import type { GraphNode, RevisionGraph } from "./node.ts";
import { ancestorsOf, descendantsOf, highestApplied, inOrder } from "./lineage.ts";
import { baseNodes, findBranch, findOneNode, inLineage, rowNodes } from "./naming/name.ts";
import { moverDown, stepsOver, type Step } from "./rows.ts";
import { parseRelative, refuseRange, type RelativeTarget } from "./target.ts";
import { readDistance, walk } from "./naming/walk.ts";

/** Where a downgrade ends. */
interface LowerEnd {
  /** The revision to stop at. Absent: below the bases. */
  readonly node?: GraphNode;
  /** Absent: every branch above the node goes. */
  readonly branch?: string;
}

/**
 * The steps that revert all revisions above the target, and all revisions that depend on them.
 *
 * @example planDowngrade(graph, ["b2"], "-1") // [{ direction: "downgrade", revision: "b2", headsAfter: ["a1"] }]
 */
export function planDowngrade(graph: RevisionGraph, rows: readonly string[], target: string): readonly Step[] {
  refuseRange(target);
  const end = lowerEnd(graph, rows, target);
  const roots = rootsAbove(graph, end);
  if (roots === undefined) throw new MigError("NOT_AN_ANCESTOR", { target, from: rows });
  const current = rowNodes(graph, rows);
  const applied = ancestorsOf(current, "requirements");
  const going = [...descendantsOf(roots, "requirements")].filter((node) => applied.has(node));
  if (end.node !== undefined && going.length === 0 && !current.includes(end.node))
    throw new MigError("NOT_AN_ANCESTOR", { target, from: rows });
  return stepsOver(inOrder(going).toReversed(), { direction: "downgrade", from: current, move: moverDown(applied) });
}

/** The lowest revisions that go. Undefined: the branch leaves nothing to choose. */
function rootsAbove(graph: RevisionGraph, { node, branch }: LowerEnd): readonly GraphNode[] | undefined {
  const roots = node === undefined ? baseNodes(graph) : node.up;
  // The branch is a filter, looked at only where there is something to choose. As in Alembic, a label on a base counts as a choice.
  const choices = roots.length + (node === undefined ? roots.flatMap((root) => root.revision.branchLabels).length : 0);
  if (branch === undefined || choices < 2) return roots;
  const line = ancestorsOf([findBranch(graph, branch)], "downRevisions");
  const chosen = roots.filter((root) => line.has(root));
  return chosen.length === 0 ? undefined : chosen;
}

function lowerEnd(graph: RevisionGraph, rows: readonly string[], target: string): LowerEnd {
  const relative = parseRelative(target);
  if (relative !== undefined) return readDistance(graph, target, () => relativeEnd(graph, rows, relative));
  const at = target.lastIndexOf("@");
  return { ...endAt(findOneNode(graph, target.slice(at + 1))), ...(at > 0 ? { branch: target.slice(0, at) } : {}) };
}

const endAt = (node: GraphNode | undefined): { readonly node?: GraphNode } => (node === undefined ? {} : { node });

function relativeEnd(graph: RevisionGraph, rows: readonly string[], relative: RelativeTarget): LowerEnd {
  const { text, from, steps } = relative;
  const tooFar = new MigError("WALKED_TOO_FAR", { target: text });
  if (steps >= 0) {
    if (from === undefined)
      throw relative.branch === undefined ? new MigError("WALKED_TOO_FAR", { target: text, wrongWay: "downgrade" }) : tooFar;
    const { node, ended } = walk(graph, findOneNode(graph, from), relative);
    if (ended || node === undefined) throw tooFar;
    return { node, ...branchOf(relative) };
  }
  const { start, branch } =
    from === undefined ? startAtRow(graph, rows, relative) : { start: startAt(graph, from, relative), ...branchOf(relative) };
  const { node, ended } = walk(graph, start, { text, steps });
  if (ended) throw tooFar;
  return { ...endAt(node), ...(branch === undefined ? {} : { branch }) };
}

const branchOf = ({ branch }: RelativeTarget): { readonly branch?: string } => (branch === undefined ? {} : { branch });

const startAt = (graph: RevisionGraph, from: string, { branch }: RelativeTarget): GraphNode | undefined =>
  findOneNode(graph, branch === undefined ? from : `${branch}@${from}`);

/** Where `-n` and `branch@-n` count from: the one row, or the highest of the branch that is applied. */
function startAtRow(
  graph: RevisionGraph,
  rows: readonly string[],
  { text, branch }: RelativeTarget,
): { readonly start: GraphNode; readonly branch: string } {
  const current = rowNodes(graph, rows);
  const starts = branch === undefined ? current : appliedInBranch(graph, current, branch);
  const [start] = starts;
  if (start === undefined) throw new MigError("WALKED_TOO_FAR", { target: text });
  // Alembic takes whichever row the database returns first; which one goes is the user's to say.
  if (starts.length > 1) throw new MigError("AMBIGUOUS_WALK", { target: text, choices: starts.map(({ id }) => id).toSorted() });
  const name = branch ?? start.id;
  findOneNode(graph, `${name}@${start.id}`); // refuses what is no branch
  return { start, branch: name };
}

function appliedInBranch(graph: RevisionGraph, current: readonly GraphNode[], branch: string): readonly GraphNode[] {
  const rows = inLineage(graph, current, branch, "downRevisions");
  return rows.length > 0 ? rows : inLineage(graph, highestApplied(current), branch, "downRevisions");
}
