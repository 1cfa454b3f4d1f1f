import type { NodeDraft } from "./draft.ts";

/**
 * Hands labels on: a label holds for all that builds on the revision that declares it, and, as long as its branch is one line
 * up to its head, also for the ancestors down to the nearest branch or merge point.
 */
export function inheritLabels(byLabel: ReadonlyMap<string, NodeDraft>): void {
  for (const [label, node] of byLabel) {
    const descendants = labelAbove(label, node);
    if ([...descendants].every(isOnALine)) labelBelow(label, node);
  }
}

const isOnALine = (node: NodeDraft): boolean => node.requiredBy.length <= 1 && node.down.length <= 1;

function labelAbove(label: string, start: NodeDraft): ReadonlySet<NodeDraft> {
  const seen = new Set<NodeDraft>();
  const todo = [start];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    node.labels.add(label);
    for (const next of node.up) todo.push(next);
  }
  return seen;
}

function labelBelow(label: string, start: NodeDraft): void {
  let node = start.down[0];
  while (node !== undefined && isOnALine(node)) {
    node.labels.add(label);
    node = node.down[0];
  }
}
