import type { NodeDraft } from "./draft.ts";

/** What most revisions have; one set for all, since there may be ten thousand. */
export const noLabels: Set<string> = new Set();

function label(node: NodeDraft, name: string): void {
  if (node.labels === noLabels) node.labels = new Set([name]);
  else node.labels.add(name);
}

/**
 * Hands labels on: a label holds for all that builds on the revision that declares it, and, as long as its branch is one line
 * up to its head, also for the ancestors down to the nearest branch or merge point.
 */
export function inheritLabels(byLabel: ReadonlyMap<string, NodeDraft>): void {
  for (const [name, node] of byLabel) {
    const descendants = labelAbove(name, node);
    if ([...descendants].every(isOnALine)) labelBelow(name, node);
  }
}

const isOnALine = (node: NodeDraft): boolean => node.requiredBy.length <= 1 && node.down.length <= 1;

function labelAbove(name: string, start: NodeDraft): ReadonlySet<NodeDraft> {
  const seen = new Set<NodeDraft>();
  const todo = [start];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    label(node, name);
    for (const next of node.up) todo.push(next);
  }
  return seen;
}

function labelBelow(name: string, start: NodeDraft): void {
  let node = start.down[0];
  while (node !== undefined && isOnALine(node)) {
    label(node, name);
    node = node.down[0];
  }
}
