import { headsOf, historyOf } from "@migts/core/project";
import type { Context, GlobalOptions } from "../context.ts";
import { readGraph, readProject, type Project } from "../project/project.ts";
import type { Candidate } from "./complete.ts";

/** The project around, without a word about it. */
export const quietProject = (place: Pick<Context, "cwd" | "env">, global: GlobalOptions): Promise<Project> =>
  readProject({
    ...place,
    global,
    output: { result: () => {}, text: () => {}, json: () => {}, notice: () => {}, afterwards: (next) => next(), hasFailed: () => false },
    isTerminal: false,
    signal: new AbortController().signal,
    warn: () => {},
    advise: () => {},
    progress: () => {},
  });

const described: Readonly<Record<string, string>> = {
  head: "the head",
  heads: "all heads",
  base: "before the first revision",
  current: "where the database is",
  "+1": "one revision further",
  "-1": "one revision back",
};

const usual = ["head", "heads", "base", "current"];

/** Words that are targets of a command, besides ids and labels. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  upgrade: ["head", "heads", "+1"],
  downgrade: ["-1", "base"],
  stamp: ["head", "heads", "base"],
  merge: ["heads"],
  rebase: [],
};

/** What a target may be: words, heads, labels, then all revisions, the newest first. It reads the files, and asks no database. */
export function revisionCandidates(project: Project, command: string): readonly Candidate[] {
  const graph = readGraph(project);
  const heads = new Set(headsOf(graph).map(({ id }) => id));
  const labels = new Set(graph.nodes.flatMap(({ revision }) => revision.branchLabels));
  const nodes = historyOf(graph);
  const ordered = [...nodes.filter(({ id }) => heads.has(id)), ...nodes.filter(({ id }) => !heads.has(id))];
  return [
    ...(wordsOf[command] ?? usual).map((value) => ({ value, description: described[value] ?? "" })),
    ...Array.from(labels, (value) => ({ value, description: "branch label" })),
    ...ordered.map(({ id, message }) => ({ value: id, description: `${message ?? ""}${heads.has(id) ? " (head)" : ""}`.trim() })),
  ];
}

/** What may follow `label@` or `id@`. */
export const afterBranch: readonly Candidate[] = usual.map((value) => ({ value, description: described[value] ?? "" }));
