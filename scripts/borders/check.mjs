import path from "node:path";
import { findCycles } from "./cycles.mjs";
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
  return [...broken, ...cycles];
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
