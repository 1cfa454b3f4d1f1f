/**
 * Finds files that import each other in a circle, each circle once.
 * @param {import("./sources.mjs").Source[]} sources
 * @returns {{ file: string, line: number, text: string }[]}
 */
export function findCycles(sources) {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const state = new Map(); // file -> "open" while we are below it, "done" after
  const trail = [];
  const found = [];
  const visit = (source) => {
    state.set(source.file, "open");
    trail.push(source.file);
    for (const { target, line } of source.imports) {
      const next = byFile.get(target);
      if (next === undefined) continue;
      if (state.get(target) === "open") {
        found.push({ file: source.file, line, text: [...trail.slice(trail.indexOf(target)), target].join(" -> ") });
      } else if (state.get(target) === undefined) visit(next);
    }
    trail.pop();
    state.set(source.file, "done");
  };
  for (const source of sources) if (state.get(source.file) === undefined) visit(source);
  return found;
}
