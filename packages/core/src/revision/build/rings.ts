import { MigError } from "../../errors.ts";
import { placeOf } from "./check.ts";
import type { NodeDraft } from "./draft.ts";

/** Gives every node its rank, or refuses a graph whose revisions or dependencies form a cycle. */
export function orderOrRefuse(nodes: readonly NodeDraft[]): void {
  const cycle = rankAll(nodes, (node) => (node.dependencies.length === 0 ? node.down : [...node.down, ...node.dependencies]));
  if (cycle === undefined) return;
  const line = rankAll(nodes, (node) => node.down);
  if (line !== undefined) throw new MigError("REVISION_CYCLE", { revisions: line.map((node) => placeOf(node.revision)) });
  throw new MigError("DEPENDENCY_CYCLE", { revisions: cycle.map((node) => placeOf(node.revision)) });
}

type BelowOf = (node: NodeDraft) => readonly NodeDraft[];

const unseen = -1;
/** On the path from the start to where the walk is. */
const open = -2;

/**
 * Ranks everything after what it needs: depth first, with a stack of its own, since histories are deeper than the call
 * stack. If the walk returns to its own path, that cycle is the result. Heads come first, so that a cycle above a base is
 * met on the way down to it.
 */
function rankAll(nodes: readonly NodeDraft[], belowOf: BelowOf): readonly NodeDraft[] | undefined {
  for (const node of nodes) node.rank = unseen;
  let rank = 0;
  const path: NodeDraft[] = [];
  const below: (readonly NodeDraft[])[] = [];
  const next: number[] = [];
  const enter = (node: NodeDraft): void => {
    node.rank = open;
    path.push(node);
    below.push(belowOf(node));
    next.push(0);
  };
  const visit = (start: NodeDraft): readonly NodeDraft[] | undefined => {
    if (start.rank !== unseen) return undefined;
    enter(start);
    for (let top = path.length - 1; top >= 0; top = path.length - 1) {
      const at = next[top] ?? 0;
      const one = below[top]?.[at];
      next[top] = at + 1;
      if (one === undefined) {
        below.pop();
        next.pop();
        const left = path.pop();
        if (left !== undefined) left.rank = rank++;
      } else if (one.rank === open) return path.slice(path.indexOf(one));
      else if (one.rank === unseen) enter(one);
    }
    return undefined;
  };
  for (const node of nodes) {
    const ring = node.requiredBy.length === 0 ? visit(node) : undefined;
    if (ring !== undefined) return ring;
  }
  for (const node of nodes) {
    const ring = visit(node);
    if (ring !== undefined) return ring;
  }
  return undefined;
}
