import type { NodeDraft } from "./draft.ts";

/** What most revisions have; one set for all, since there may be ten thousand. */
export const noLabels: ReadonlySet<string> = new Set();

/**
 * Hands labels on: a label holds for all that builds on the revision that declares it, and, as long as its branch is one line
 * up to its head, also for the ancestors down to the nearest branch or merge point. Revisions with the same labels share a set,
 * so that many labels on many revisions cost no more than the labels and the revisions. Needs ranks.
 */
export function inheritLabels(nodes: readonly NodeDraft[]): void {
  if (nodes.every(({ revision }) => revision.branchLabels.length === 0)) return;
  const order = nodes.toSorted((left, right) => left.rank - right.rank);
  const straight = straightTo(order);
  for (const node of order) {
    const [below] = node.down;
    if (below !== undefined && straight.has(node) && straight.has(below)) node.labels = below.labels;
    else
      node.labels = union(
        straight.has(node) ? labelsUpwards(node) : node.revision.branchLabels,
        node.down.map(({ labels }) => labels),
      );
  }
}

/** Those from which one line leads up to a head: nothing on it branches, merges, or is needed by two. */
function straightTo(order: readonly NodeDraft[]): ReadonlySet<NodeDraft> {
  const straight = new Set<NodeDraft>();
  for (const node of order.toReversed()) {
    if (node.requiredBy.length <= 1 && node.down.length <= 1 && node.up.every((above) => straight.has(above))) straight.add(node);
  }
  return straight;
}

/** What the revisions of a straight line declare, from its lowest. */
function labelsUpwards(start: NodeDraft): readonly string[] {
  const found: string[] = [];
  for (let node: NodeDraft | undefined = start; node !== undefined; node = node.up[0]) found.push(...node.revision.branchLabels);
  return found;
}

/** All labels together: the largest set itself, if the others add nothing to it. */
function union(own: readonly string[], inherited: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const largest = inherited.reduce((most, one) => (one.size > most.size ? one : most), noLabels);
  const added = [...own, ...inherited.flatMap((one) => (one === largest ? [] : [...one]))].filter((label) => !largest.has(label));
  return added.length === 0 ? largest : new Set([...largest, ...added]);
}
