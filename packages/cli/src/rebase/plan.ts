import { headsOf, MigError, resolveRevision, type GraphNode, type RevisionGraph } from "@migts/core/project";

/** A header to rewrite. */
export interface HeaderMove {
  readonly node: GraphNode;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface RebasePlan {
  readonly head: GraphNode;
  readonly onto: GraphNode;
  /** All that comes to lie above `onto`. */
  readonly moving: readonly GraphNode[];
  readonly moves: readonly HeaderMove[];
}

export interface RebaseWish {
  /** The head to move. Absent: found. */
  readonly head?: string;
  /** The head that stays below. Absent: found. */
  readonly onto?: string;
  /** Why a revision must stay where it is. Undefined: it may move. */
  readonly tie: (node: GraphNode) => string | undefined;
}

/** What a rebase would rewrite. Undefined: there is one head, nothing is to be done. */
export function planRebase(graph: RevisionGraph, { tie, ...wish }: RebaseWish): RebasePlan | undefined {
  const heads = headsOf(graph).flatMap(({ id }) => graph.byId.get(id) ?? []);
  if (heads.length < 2) return undefined;
  const [head, onto] = chooseHeads(graph, heads, { ...wish, tie });
  const moving = movingOf(head, onto);
  const tied = moving.map(tie).find((reason) => reason !== undefined);
  if (tied !== undefined) throw new MigError("REBASE_REFUSED", { problem: tied });
  if (moving.some(({ down }) => down.length === 0)) throw new MigError("REBASE_REFUSED", { problem: `${head.id} and ${onto.id} have no revision in common` });
  const isMoving = new Set(moving);
  return { head, onto, moving, moves: moving.flatMap((node) => moveOf(node, onto, isMoving)) };
}

/** The head to move and the one that stays: as asked for, else by which of two may move at all. */
function chooseHeads(graph: RevisionGraph, heads: readonly GraphNode[], { head, onto, tie }: RebaseWish): readonly [GraphNode, GraphNode] {
  const below = onto === undefined ? undefined : headNamed(graph, onto);
  const above = head === undefined ? undefined : headNamed(graph, head);
  const others = heads.filter((one) => one !== below && one !== above);
  if (below !== undefined && above !== undefined && below !== above) return [above, below];
  const [other, second] = others;
  if (other !== undefined && second === undefined) {
    if (below !== undefined) return [other, below];
    if (above !== undefined) return [above, other];
  }
  const [left, right] = heads;
  if (below !== undefined || above !== undefined || left === undefined || right === undefined || heads.length > 2) throw which(heads);
  const reasons = [movingOf(left, right), movingOf(right, left)].map((nodes) => nodes.map(tie).find((reason) => reason !== undefined));
  const [leftTie, rightTie] = reasons;
  if (leftTie === undefined && rightTie === undefined) throw which(heads);
  if (leftTie !== undefined && rightTie !== undefined) throw new MigError("REBASE_REFUSED", { problem: `${leftTie}, and ${rightTie}` });
  return leftTie === undefined ? [left, right] : [right, left];
}

const which = (heads: readonly GraphNode[]): MigError => new MigError("REBASE_WHICH", { heads: heads.map(({ id }) => id) });

function headNamed(graph: RevisionGraph, name: string): GraphNode {
  const node = graph.byId.get(resolveRevision(graph, name)?.id ?? "");
  if (node === undefined || node.up.length > 0) throw new MigError("REBASE_REFUSED", { problem: `${name} is not a head` });
  return node;
}

/** What lies below the head and not below the other one, lowest first. */
function movingOf(head: GraphNode, onto: GraphNode): readonly GraphNode[] {
  const staying = withAncestors(onto);
  return [...withAncestors(head)].filter((node) => !staying.has(node)).toSorted((left, right) => left.rank - right.rank);
}

function withAncestors(start: GraphNode): ReadonlySet<GraphNode> {
  const seen = new Set<GraphNode>();
  const todo = [start];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    todo.push(...node.down);
  }
  return seen;
}

/** The lowest of what moves comes to stand on the other head; a merge with something that stays needs that no longer. */
function moveOf(node: GraphNode, onto: GraphNode, moving: ReadonlySet<GraphNode>): readonly HeaderMove[] {
  const kept = node.down.filter((below) => moving.has(below)).map(({ id }) => id);
  if (kept.length === node.down.length) return [];
  return [{ node, from: node.revision.downRevisions, to: kept.length === 0 ? [onto.id] : kept }];
}
