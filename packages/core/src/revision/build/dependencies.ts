import type { NodeDraft } from "./draft.ts";

/** Turns the names in `dependsOn` (ids, or labels, which stand for the revision that declares them) into nodes. */
export function resolveDependencies(
  nodes: readonly NodeDraft[],
  byId: ReadonlyMap<string, NodeDraft>,
  byLabel: ReadonlyMap<string, NodeDraft>,
): void {
  for (const node of nodes) {
    if (node.revision.dependsOn.length === 0) continue;
    const found = node.revision.dependsOn.flatMap((name) => byId.get(name) ?? byLabel.get(name) ?? []);
    node.dependencies = [...new Set(found)];
  }
}

/**
 * Fills `requires`. A dependency that an ancestor declares too has long been applied when this revision's turn comes: it is left out.
 * Needs ranks.
 */
export function normalisedDependencies(nodes: readonly NodeDraft[]): void {
  const declarers = new Map<NodeDraft, NodeDraft[]>();
  for (const node of nodes) {
    for (const dependency of node.dependencies) {
      const among = declarers.get(dependency);
      if (among === undefined) declarers.set(dependency, [node]);
      else among.push(node);
    }
  }
  const implied = new Map([...declarers].map(([dependency, among]) => [dependency, belowOthers(among)]));
  for (const node of nodes) {
    const own = node.dependencies.filter((dependency) => implied.get(dependency)?.has(node) !== true && !node.down.includes(dependency));
    node.requires = own.length === 0 ? node.down : [...node.down, ...own];
  }
}

/** Those of the given nodes that build on another of them. */
function belowOthers(among: readonly NodeDraft[]): ReadonlySet<NodeDraft> {
  if (among.length < 2) return new Set();
  const highest = Math.max(...among.map((node) => node.rank));
  const above = new Set<NodeDraft>();
  const todo = among.flatMap((node) => node.up);
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    // What builds on a node has a higher rank: beyond the highest there is nothing to find.
    if (above.has(node) || node.rank > highest) continue;
    above.add(node);
    for (const next of node.up) todo.push(next);
  }
  return new Set(among.filter((node) => above.has(node)));
}
