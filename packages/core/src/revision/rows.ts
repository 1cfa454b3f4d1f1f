import type { GraphNode } from "./node.ts";
import { amongOrBelow, belowOthers } from "./lineage.ts";
import { byText } from "./revision.ts";

/** One step of a plan, with what the version table holds after it. */
export interface Step {
  readonly direction: "upgrade" | "downgrade";
  /** The id of the revision whose upgrade or downgrade runs; for a stamp, the one that is written, or removed where it goes to base. */
  readonly revision: string;
  /** The rows of the version table after the step, sorted. */
  readonly headsAfter: readonly string[];
  /** It runs below what is applied, where the rows imply it already: they stay. Absent: the rows move. */
  readonly inPlace?: true;
  /** Only the rows move: the way back of what never ran here, or the way there of what ran here before. Absent: its function runs. */
  readonly rowsOnly?: true;
}

/** How steps change rows. */
export interface Movement {
  readonly direction: Step["direction"];
  /** The rows before the first step. */
  readonly from: readonly GraphNode[];
  /** Changes the rows as the step of a node does. */
  readonly move: (rows: Set<GraphNode>, node: GraphNode) => void;
}

/** A step for each node, the rows carried along. */
export function stepsOver(nodes: readonly GraphNode[], { direction, from, move }: Movement): readonly Step[] {
  const rows = new Set(from);
  return nodes.map((node) => {
    move(rows, node);
    return stepTo(direction, node, rows);
  });
}

export const stepTo = (direction: Step["direction"], node: GraphNode, rows: Iterable<GraphNode>): Step => ({
  direction,
  revision: node.id,
  headsAfter: [...rows].map(({ id }) => id).toSorted(byText),
});

/** After an upgrade a revision has a row, and what it requires has none: it is implied. */
export function moveUp(rows: Set<GraphNode>, node: GraphNode): void {
  for (const below of node.requires) rows.delete(below);
  rows.add(node);
}

/**
 * How rows move on a downgrade: what the revision required gets its row back, unless something else that is applied implies it.
 *
 * Where a revision requires two revisions of which one lies below the other, Alembic leaves out the lower one only if no other row
 * is there. It is kept that way, so that both tools leave the same rows.
 */
export function moverDown(applied: ReadonlySet<GraphNode>): (rows: Set<GraphNode>, node: GraphNode) => void {
  const needs = new Map<GraphNode, number>();
  const count = (node: GraphNode, by: number): void => {
    for (const below of node.requires) needs.set(below, (needs.get(below) ?? 0) + by);
  };
  for (const node of applied) count(node, 1);
  return (rows, node) => {
    rows.delete(node);
    count(node, -1);
    for (const below of returning(rows, node, (one) => (needs.get(one) ?? 0) > 0)) rows.add(below);
  };
}

function returning(others: ReadonlySet<GraphNode>, node: GraphNode, isNeeded: (node: GraphNode) => boolean): readonly GraphNode[] {
  const free = node.requires.filter((below) => !isNeeded(below));
  if (free.length === node.requires.length) return free;
  const lower = new Set(belowOthers(node.requires));
  if (lower.size === 0) return free;
  if (others.size === 0) return node.requires.filter((below) => !lower.has(below));
  const implied = new Set(amongOrBelow(node.requires, others));
  return node.requires.filter((below) => !implied.has(below));
}
