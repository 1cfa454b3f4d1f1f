import { createMig } from "@migts/core/project";
import type { GlobalOptions } from "../context.ts";
import { settingsOf } from "../global-options.ts";
import type { Candidate, CompletionPlace } from "./candidate.ts";

type Settings = CompletionPlace & GlobalOptions;

/** The commands on the project around. Nobody listens. */
const migOf = ({ cwd, env, ...global }: Settings): ReturnType<typeof createMig> =>
  createMig(global.config, { cwd, env, ...settingsOf(global) });

/** The environments of the configuration. */
export async function environmentCandidates({ environment: _unfinished, ...settings }: Settings): Promise<readonly Candidate[]> {
  const { environments = [] } = await migOf(settings).config();
  return environments.map((value) => ({ value }));
}

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

/** What a target may be: words, labels, heads, then all revisions, the newest first. It reads the files, and asks no database. */
export async function revisionCandidates(settings: Settings, command: string): Promise<readonly Candidate[]> {
  const { revisions } = await migOf(settings).history();
  const labels = new Set(revisions.flatMap(({ branchLabels }) => branchLabels));
  const ordered = [...revisions.filter(({ head }) => head), ...revisions.filter(({ head }) => !head)];
  return [
    ...(wordsOf[command] ?? usual).map((value) => ({ value, description: described[value] ?? "" })),
    ...Array.from(labels, (value) => ({ value, description: "branch label" })),
    ...ordered.map(({ id, message = "", head }) => ({ value: id, description: `${message}${head ? " (head)" : ""}`.trim() })),
  ];
}

/** What may follow `label@` or `id@`. */
export const afterBranch: readonly Candidate[] = usual.map((value) => ({ value, description: described[value] ?? "" }));
