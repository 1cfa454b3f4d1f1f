import path from "node:path";
import { findCycles } from "./cycles.mjs";
import { kindOf } from "./rooms.mjs";
import { rules } from "./rules.mjs";

/** @typedef {{ file: string, line: number, rule: string, text: string }} Violation */

const filesInFolder = 12;

/** Every breach of a rule. @param {import("./sources.mjs").Source[]} sources @returns {Violation[]} */
export function findViolations(sources) {
  const broken = sources.flatMap((source) =>
    rules.flatMap(({ name, check }) =>
      check(source).map((finding) => ({ file: source.file, line: finding.line, rule: name, text: finding.text })),
    ),
  );
  const cycles = findCycles(sources.filter((source) => !source.isTest)).map((cycle) => ({ ...cycle, rule: "no import cycles" }));
  return [...broken, ...cycles, ...findNamedKinds(sources)];
}

/**
 * Kinds of objects that code outside `postgres/objects` names. The words of the lexer and of statements are in rooms of their own. @param
 * {import("./sources.mjs").Source[]} sources @returns {Violation[]}
 */
function findNamedKinds(sources) {
  const core = sources.filter((source) => source.package === "core" && !source.isTest);
  const models = core.filter(({ inside }) => kindOf(inside) !== undefined && inside.endsWith("/model.ts"));
  const known = new Set(models.flatMap(({ kinds }) => kinds.map(({ name }) => name)));
  return core
    .filter(({ inside }) => !/^postgres\/(?:objects|sql|expression|recovery)\//.test(inside))
    .flatMap(({ file, kinds }) =>
      kinds
        .filter(({ name }) => known.has(name))
        .map(({ line, name }) => ({ file, line, rule: "nothing outside postgres/objects names a kind", text: name })),
    );
}

/** Folders that hold more files than one finds one's way in; tests not counted. @param {import("./sources.mjs").Source[]} sources */
export function findWarnings(sources) {
  const counts = new Map();
  for (const { file } of sources.filter((source) => !source.isTest)) {
    const folder = path.posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > filesInFolder)
    .map(([folder, count]) => `${folder}: ${count} files, more than ${filesInFolder}`);
}
