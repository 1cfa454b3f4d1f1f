import { MigError } from "../../errors.ts";
import { placeOf } from "./check.ts";
import type { NodeDraft } from "./draft.ts";

/** Gives every node its rank, or refuses the graph where revisions build or depend on each other in a ring. */
export function orderOrRefuse(nodes: readonly NodeDraft[]): void {
  const heads = nodes.filter((node) => node.requiredBy.length === 0);
  const starts = [...heads, ...nodes];
  const lines = walkAll(starts, (node) => node.down);
  if (lines.ring !== undefined) throw new MigError("REVISION_CYCLE", { revisions: lines.ring.map((node) => placeOf(node.revision)) });
  const all = walkAll(starts, (node) => (node.dependencies.length === 0 ? node.down : [...node.down, ...node.dependencies]));
  if (all.ring !== undefined) throw new MigError("DEPENDENCY_CYCLE", { revisions: all.ring.map((node) => placeOf(node.revision)) });
  for (const [rank, node] of all.order.entries()) node.rank = rank;
}

interface Walked {
  /** Everything after what it needs, as far as the walk came. */
  readonly order: readonly NodeDraft[];
  readonly ring?: readonly NodeDraft[];
}

interface Visit {
  readonly node: NodeDraft;
  readonly below: readonly NodeDraft[];
  next: number;
}

/** Depth first, with a stack of its own: histories are deeper than the call stack. */
function walkAll(starts: readonly NodeDraft[], belowOf: (node: NodeDraft) => readonly NodeDraft[]): Walked {
  const order: NodeDraft[] = [];
  const done = new Set<NodeDraft>();
  const open = new Set<NodeDraft>();
  for (const start of starts) {
    if (done.has(start)) continue;
    const path: Visit[] = [{ node: start, below: belowOf(start), next: 0 }];
    open.add(start);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const below = visit.below[visit.next++];
      if (below === undefined) {
        path.pop();
        open.delete(visit.node);
        done.add(visit.node);
        order.push(visit.node);
      } else if (open.has(below)) {
        const from = path.findIndex(({ node }) => node === below);
        return { order, ring: path.slice(from).map(({ node }) => node) };
      } else if (!done.has(below)) {
        open.add(below);
        path.push({ node: below, below: belowOf(below), next: 0 });
      }
    }
  }
  return { order };
}
