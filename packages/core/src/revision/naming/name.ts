import { MigError } from "../../errors.ts";
import type { GraphNode, RevisionGraph } from "../node.ts";
import { lineageOf, type Along } from "../lineage.ts";
import { parseNamed } from "../target.ts";

/** Heads as `heads` means them: nothing builds on them or depends on them. */
export const effectiveHeadNodes = (graph: RevisionGraph): readonly GraphNode[] =>
  graph.nodes.filter((node) => node.requiredBy.length === 0);

/** Heads as `head` means them: nothing builds on them, whatever depends on them. */
export const headNodes = (graph: RevisionGraph): readonly GraphNode[] => graph.nodes.filter((node) => node.up.length === 0);

export const baseNodes = (graph: RevisionGraph): readonly GraphNode[] => graph.nodes.filter((node) => node.down.length === 0);

/** What a name without a distance stands for: nothing for `base`, several nodes for `heads`. */
export function findNodes(graph: RevisionGraph, text: string): readonly GraphNode[] {
  const { branch, name } = parseNamed(text);
  if (name === "base") return [];
  if (name === "heads" && branch === undefined) return effectiveHeadNodes(graph);
  if (name !== "head" && name !== "heads") return [findNode(graph, name, branch)];
  const heads = branch === undefined ? headNodes(graph) : headsOfBranch(graph, branch);
  if (name === "head" && heads.length > 1) throw multipleHeads(text, heads);
  return heads;
}

function headsOfBranch(graph: RevisionGraph, branch: string): readonly GraphNode[] {
  const lineage = lineageOf([findBranch(graph, branch)], "downRevisions");
  return headNodes(graph).filter((node) => lineage.has(node));
}

/** The one node of a name, undefined for `base`. */
export function findOneNode(graph: RevisionGraph, text: string): GraphNode | undefined {
  const nodes = findNodes(graph, text);
  if (nodes.length > 1) throw multipleHeads(text, nodes);
  const { branch } = parseNamed(text);
  if (nodes.length === 0 && branch !== undefined) findBranch(graph, branch); // refuses a branch that is not there
  return nodes[0];
}

const multipleHeads = (target: string, nodes: readonly GraphNode[]): MigError<"MULTIPLE_HEADS"> =>
  new MigError("MULTIPLE_HEADS", { target, heads: nodes.map(({ id }) => id) });

/** An id, a label, or the beginning of one. A branch narrows what a beginning can mean, and must contain the result. */
export function findNode(graph: RevisionGraph, name: string, branch?: string): GraphNode {
  const within = branch === undefined ? undefined : lineageOf([findBranch(graph, branch)], "downRevisions");
  const node = graph.byId.get(name) ?? graph.byLabel.get(name) ?? findByPrefix(graph, name, within);
  if (branch !== undefined && within?.has(node) === false) throw new MigError("NOT_IN_BRANCH", { revision: node.id, branch });
  return node;
}

/** Shorter ids and labels are never abbreviated. */
const shortestAbbreviated = 4;

function findByPrefix(graph: RevisionGraph, prefix: string, within: ReadonlySet<GraphNode> | undefined): GraphNode {
  const matches = (name: string, node: GraphNode): boolean =>
    name.length >= shortestAbbreviated && name.startsWith(prefix) && (within === undefined || within.has(node));
  const candidates = prefix === "" ? [] : [...graph.byId, ...graph.byLabel].filter(([name, node]) => matches(name, node));
  const [first, second] = candidates;
  if (first === undefined) throw new MigError("REVISION_NOT_FOUND", { revision: prefix });
  if (second !== undefined) throw new MigError("AMBIGUOUS_PREFIX", { prefix, candidates: candidates.map(([name]) => name) });
  return first[1];
}

/** The revision that a name before an `@` stands for: that of a label, or any revision of the branch. */
export function findBranch(graph: RevisionGraph, branch: string): GraphNode {
  try {
    return findNode(graph, branch);
  } catch (error) {
    if (error instanceof MigError && error.code === "REVISION_NOT_FOUND")
      throw new MigError("REVISION_NOT_FOUND", { revision: branch, role: "branch" });
    throw error;
  }
}

/**
 * Those of the given nodes on one line of descent with a branch. The branch may also be `head` or `heads`; `base` keeps all.
 * As in Alembic, `branch@name` keeps what is on one line with either.
 */
export function inLineage(graph: RevisionGraph, nodes: readonly GraphNode[], branch: string, along: Along): readonly GraphNode[] {
  if (nodes.length === 0) return nodes;
  const { branch: first, name } = parseNamed(branch);
  const more = first === undefined ? [] : [findBranch(graph, first)];
  const tests = [
    ...more,
    ...(isSymbolic(name) ? findNodes(graph, branch) : [first === undefined ? findBranch(graph, name) : findNode(graph, name)]),
  ];
  if (tests.length === 0) return nodes;
  const lineage = lineageOf(tests, along);
  return nodes.filter((node) => lineage.has(node));
}

const isSymbolic = (name: string): boolean => ["head", "heads", "base"].includes(name);

/** The rows of the version table as nodes. Rows hold whole ids. */
export function rowNodes(graph: RevisionGraph, rows: readonly string[]): readonly GraphNode[] {
  return [...new Set(rows)].map((row) => {
    const node = graph.byId.get(row);
    if (node === undefined) throw new MigError("APPLIED_REVISION_NOT_FOUND", { revision: row });
    return node;
  });
}
