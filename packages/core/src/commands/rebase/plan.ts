import { MigError } from "../../errors.ts";
import type { GraphNode, RevisionGraph } from "../../revision/graph.ts";
import { inOrder } from "../../revision/lineage.ts";
import { headsOf, resolveRevision } from "../../revision/resolve.ts";
import type { Standing } from "./published.ts";

/** A header to rewrite. */
export interface HeaderMove {
  readonly node: GraphNode;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface RebasePlan {
  readonly head: GraphNode;
  readonly onto: GraphNode;
  /** All revisions that move above `onto`, lowest first. */
  readonly moving: readonly GraphNode[];
  readonly moves: readonly HeaderMove[];
  /** Those of them that are applied in the configured database. */
  readonly applied: readonly GraphNode[];
}

export interface RebaseWish {
  /** The head to move. Absent: found. */
  readonly head?: string;
  /** The head that stays below. Absent: found. */
  readonly onto?: string;
  /** Who may have a revision beside this working copy. */
  readonly standingOf: (node: GraphNode) => Standing;
  /** Whether it ran, or began to, in the configured database. */
  readonly isApplied: (node: GraphNode) => boolean;
  /** Whether what is applied may be reverted and applied again. */
  readonly reapply: boolean;
  /** A branch was named to decide by. */
  readonly isBaseNamed: boolean;
  /** A branch to name. Absent: there is none, this is no git repository. */
  readonly suggestedBase?: string;
}

/** What a rebase would rewrite. Undefined: there is one head, nothing is to be done. */
export function planRebase(graph: RevisionGraph, wish: RebaseWish): RebasePlan | undefined {
  const heads = headsOf(graph).flatMap(({ id }) => graph.byId.get(id) ?? []);
  if (heads.length < 2) return undefined;
  const [head, onto] = chooseHeads(graph, heads, wish);
  const moving = movingOf(head, onto);
  const applied = moving.filter(wish.isApplied);
  refuseTied({ head, onto, moving, applied }, wish);
  if (moving.some(({ down }) => down.length === 0))
    throw new MigError("REBASE_REFUSED", { problem: `${head.id} and ${onto.id} have no revision in common` });
  const isMoving = new Set(moving);
  return { head, onto, moving, applied, moves: moving.flatMap((node) => moveOf(node, onto, isMoving)) };
}

/** What others may have stays; what is applied here is reverted first. */
function refuseTied({ head, onto, moving, applied }: Omit<RebasePlan, "moves">, wish: RebaseWish): void {
  const why = publishedIn(moving, wish);
  if (why !== undefined) {
    const isByGit = moving.map(wish.standingOf).some((standing) => standing.kind === "published" && standing.by === "git");
    const base = !isByGit || wish.isBaseNamed || wish.suggestedBase === undefined ? {} : { base: wish.suggestedBase };
    throw new MigError("REBASE_REFUSED", { problem: why, ...base });
  }
  const [first] = applied;
  if (first === undefined || wish.reapply) return;
  const below = stayingBelow(moving);
  throw new MigError("REBASE_REFUSED", {
    problem: `${first.id} is applied in the configured database`,
    reapply: { head: head.id, onto: onto.id, ...(below === undefined ? {} : { below: below.id }) },
  });
}

/** The one revision that all of these stand on. Undefined: there are several. */
export function stayingBelow(moving: readonly GraphNode[]): GraphNode | undefined {
  const isMoving = new Set(moving);
  const [one, ...more] = new Set(moving.flatMap(({ down }) => down.filter((node) => !isMoving.has(node))));
  return more.length === 0 ? one : undefined;
}

function publishedIn(nodes: readonly GraphNode[], { standingOf }: RebaseWish): string | undefined {
  for (const node of nodes) {
    const standing = standingOf(node);
    if (standing.kind === "published") return `${node.id} ${standing.why}`;
  }
  return undefined;
}

/** The head to move and the one that stays: as asked for, else what nobody else has goes on what others have. */
function chooseHeads(graph: RevisionGraph, heads: readonly GraphNode[], wish: RebaseWish): readonly [GraphNode, GraphNode] {
  const below = wish.onto === undefined ? undefined : headNamed(graph, wish.onto);
  const above = wish.head === undefined ? undefined : headNamed(graph, wish.head);
  const others = heads.filter((one) => one !== below && one !== above);
  if (below !== undefined && above !== undefined && below !== above) return [above, below];
  const [other, second] = others;
  if (other !== undefined && second === undefined) {
    if (below !== undefined) return [other, below];
    if (above !== undefined) return [above, other];
  }
  const [left, right] = heads;
  if (below !== undefined || above !== undefined || left === undefined || right === undefined || heads.length > 2)
    throw which(heads, [], wish);
  return byGround(left, right, wish);
}

function byGround(left: GraphNode, right: GraphNode, wish: RebaseWish): readonly [GraphNode, GraphNode] {
  const sides = [movingOf(left, right), movingOf(right, left)] as const;
  const [leftWhy, rightWhy] = [publishedIn(sides[0], wish), publishedIn(sides[1], wish)];
  const [leftIsLocal, rightIsLocal] = sides.map((nodes) => nodes.every((node) => wish.standingOf(node).kind === "local"));
  if (leftIsLocal === true && rightWhy !== undefined) return [left, right];
  if (rightIsLocal === true && leftWhy !== undefined) return [right, left];
  const whys = [leftWhy, rightWhy].filter((why) => why !== undefined);
  if (whys.length === 2 && (wish.isBaseNamed || wish.suggestedBase === undefined))
    throw new MigError("REBASE_REFUSED", { problem: whys.join(", and ") });
  // Nobody else has either: the one that is not applied moves without more ado.
  const [leftApplied, rightApplied] = sides.map((nodes) => nodes.some(wish.isApplied));
  if (leftIsLocal === true && rightIsLocal === true && leftApplied !== rightApplied)
    return leftApplied === true ? [right, left] : [left, right];
  throw which([left, right], whys, wish);
}

const which = (heads: readonly GraphNode[], whys: readonly string[], { suggestedBase, isBaseNamed }: RebaseWish): MigError =>
  new MigError("REBASE_WHICH", {
    heads: heads.map(({ id }) => id),
    whys,
    ...(suggestedBase === undefined || isBaseNamed ? {} : { base: suggestedBase }),
  });

function headNamed(graph: RevisionGraph, name: string): GraphNode {
  const node = graph.byId.get(resolveRevision(graph, name)?.id ?? "");
  if (node === undefined || node.up.length > 0) throw new MigError("REBASE_REFUSED", { problem: `${name} is not a head` });
  return node;
}

/** What lies below the head and not below the other one, lowest first. */
function movingOf(head: GraphNode, onto: GraphNode): readonly GraphNode[] {
  const staying = withAncestors(onto);
  return inOrder([...withAncestors(head)].filter((node) => !staying.has(node)));
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

/**
 * The lowest revision that moves gets the other head as its parent. A merge no longer names a parent that stays, because it is below that
 * head.
 */
function moveOf(node: GraphNode, onto: GraphNode, moving: ReadonlySet<GraphNode>): readonly HeaderMove[] {
  const kept = node.down.filter((below) => moving.has(below)).map(({ id }) => id);
  if (kept.length === node.down.length) return [];
  return [{ node, from: node.revision.downRevisions, to: kept.length === 0 ? [onto.id] : kept }];
}
