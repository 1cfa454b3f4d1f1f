import { MigError } from "../errors.ts";
import type { GraphNode, RevisionGraph } from "./node.ts";
import { ancestorsOf, descendantsOf, inOrder, lineageOf, refuseOverlap } from "./lineage.ts";
import { effectiveHeadNodes, findBranch, findNodes, findOneNode, rowNodes } from "./naming/name.ts";
import type { Revision } from "./revision.ts";
import { parseNamed, parseRange, parseRelative, type RelativeTarget } from "./target.ts";
import { countsFromHeads, startOf, walk, walkFrom, walkFromHeads, type WalkEnd } from "./naming/walk.ts";

export interface HistoryOptions {
  /** `a:b`, `a:` or `:b`, both ends included. Absent: everything. */
  readonly range?: string;
  /** The rows of the version table, for a range that says `current`. Absent: none. */
  readonly rows?: readonly string[];
}

/** One end of a range: a name to resolve, or what is applied. */
type End = { readonly name: string } | { readonly nodes: readonly GraphNode[] };

/**
 * The revisions of a range, newest first.
 *
 * @example historyOf(graph, { range: "ae10:head" })
 */
export function historyOf(graph: RevisionGraph, { range = ":", rows = [] }: HistoryOptions = {}): readonly Revision[] {
  const { from, to } = parseRange(range);
  const endOf = (text: string | undefined, otherwise: string): End =>
    text === "current" && rows.length > 0
      ? { nodes: rowNodes(graph, rows) }
      : { name: text === undefined || text === "current" ? otherwise : text };
  const nodes = nodesBetween(graph, endOf(from, "base"), endOf(to, "heads"), range);
  return inOrder(nodes)
    .toReversed()
    .map(({ revision }) => revision);
}

function nodesBetween(graph: RevisionGraph, lower: End, upper: End, range: string): Iterable<GraphNode> {
  const tops = keepBranch(graph, lower, upperNodes(graph, lower, upper));
  refuseOverlap(tops, "targets");
  const below = ancestorsOf(tops, "requirements");
  const bottoms = lowerNodes(graph, lower, upper, { range, below });
  if (bottoms.some((node) => !below.has(node))) {
    const above = descendantsOf(tops, "requirements");
    throw notAnAncestor(
      range,
      tops,
      bottoms.every((node) => above.has(node)),
    );
  }
  refuseOverlap(bottoms, "targets");
  if (bottoms.length === 0) return below;
  const line = descendantsOf(bottoms, "downRevisions");
  const beneath = ancestorsOf(bottoms, "requirements");
  return new Set([...bottoms, ...[...below].filter((node) => line.has(node) && !beneath.has(node))]);
}

const notAnAncestor = (target: string, from: readonly GraphNode[], isReversed = false): MigError<"NOT_AN_ANCESTOR"> =>
  new MigError("NOT_AN_ANCESTOR", { target, from: from.map(({ id }) => id), ...(isReversed ? { order: "reversed" } : {}) });

/** The upper end. `+n` counts from the lower end, and stops where the history does. */
function upperNodes(graph: RevisionGraph, lower: End, upper: End): readonly GraphNode[] {
  if ("nodes" in upper) return upper.nodes;
  const relative = parseRelative(upper.name);
  if (relative === undefined) return findNodes(graph, upper.name);
  const { node } = walkFrom(graph, relative, () => startOf(graph, startsBelow(graph, lower, relative), relative));
  if (node === undefined) throw new MigError("WALKED_TOO_FAR", { target: upper.name });
  return [node];
}

/**
 * Where `+n` counts from. A lower end that itself counts from the heads can be a start only where a branch is named to choose among them.
 */
function startsBelow(graph: RevisionGraph, lower: End, { text, branch }: RelativeTarget): readonly GraphNode[] {
  if ("nodes" in lower) return lower.nodes;
  if (branch === undefined || !countsFromHeads(lower.name)) return findNodes(graph, lower.name);
  return walkFromHeads(graph, lower.name).map((end) => reached(end, text));
}

/** A branch at the lower end (`billing@base:`) keeps only that branch's tops. */
function keepBranch(graph: RevisionGraph, lower: End, tops: readonly GraphNode[]): readonly GraphNode[] {
  const branch = "nodes" in lower ? undefined : parseNamed(lower.name).branch;
  if (branch === undefined) return tops;
  const node = findBranch(graph, branch);
  const [label, ...more] =
    graph.byId.get(branch) === node ? node.labels : node.revision.branchLabels.filter((one) => one.startsWith(branch));
  if (label !== undefined && more.length === 0) return tops.filter((top) => top.labels.has(label));
  const lineage = lineageOf([node], "downRevisions");
  return tops.filter((top) => lineage.has(top));
}

interface Upwards {
  /** The range as it was written, for errors. */
  readonly range: string;
  /** All that the upper end includes. */
  readonly below: ReadonlySet<GraphNode>;
}

/** The lower end. `-n` counts down from the heads. */
function lowerNodes(graph: RevisionGraph, lower: End, upper: End, { range, below }: Upwards): readonly GraphNode[] {
  if ("nodes" in lower) return lower.nodes;
  if (!countsFromHeads(lower.name)) return findNodes(graph, lower.name);
  const ends = walkFromHeads(graph, lower.name);
  if (ends.some(({ node, ended }) => (node === undefined ? !ended : !below.has(node)))) throw notAnAncestor(range, []);
  if (ends[0]?.ended !== true) return ends.map((end) => reached(end, range));
  const { node } = walk(graph, startBelowBases(graph, upper, ends.length, range), {
    text: range,
    steps: Number(parseNamed(lower.name).name),
  });
  return node === undefined ? [] : [node];
}

/**
 * As in Alembic, an upper end that is named without an `@`, or a single row, clamps a lower one that is beyond the bases: counting starts
 * there.
 */
function startBelowBases(graph: RevisionGraph, upper: End, heads: number, range: string): GraphNode | undefined {
  if ("name" in upper && !["head", "heads"].includes(upper.name)) return findOneNode(graph, `${upper.name}@${upper.name}`);
  const [row, ...more] = "nodes" in upper ? upper.nodes : [];
  if (row !== undefined && more.length === 0) return row;
  if ("name" in upper && heads > 1)
    throw new MigError("MULTIPLE_HEADS", { target: range, heads: effectiveHeadNodes(graph).map(({ id }) => id) });
  throw new MigError("WALKED_TOO_FAR", { target: range });
}

function reached({ node }: WalkEnd, range: string): GraphNode {
  if (node === undefined) throw new MigError("WALKED_TOO_FAR", { target: range });
  return node;
}
