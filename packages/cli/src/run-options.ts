import { MigError, parseRange, resolveRevisions, type RevisionGraph } from "@migts/core/project";
import { flag, type Option, type Options } from "./command.ts";

/** Options of the commands that move a database. */
export const runOptions: readonly Option[] = [
  { flags: "--dry-run", description: "show the statements that would run, with their locks and data losses; change nothing" },
  { flags: "--sql", description: "print an SQL script for psql without connecting; <from>:<to> sets where it starts" },
];

/** For commands that may lose rows. */
export const allowLossOption: Option = { flags: "--allow-loss", description: "accept that rows are lost; do not ask" };

/** How a command that moves a database is meant. */
export type RunMode = "run" | "dryRun" | "sql";

export function runModeOf(options: Options): RunMode {
  if (flag(options, "sql") && flag(options, "dryRun")) throw new MigError("OPTIONS_CONTRADICT", { options: ["--sql", "--dry-run"] });
  return flag(options, "sql") ? "sql" : flag(options, "dryRun") ? "dryRun" : "run";
}

/** The words given for an argument that takes several. */
export const wordsOf = (given: unknown): readonly string[] =>
  Array.isArray(given) ? (given as readonly string[]) : typeof given === "string" ? [given] : [];

/** `current`, and distances without a start, begin where the database is. */
export const asksDatabase = (target: string): boolean => target === "current" || /(?:^|@)[+]\d+$/u.test(target);

/** Where a script starts and where it leads. */
export interface ScriptEnds {
  /** Absent: nothing was said. */
  readonly from?: string;
  readonly to: readonly string[];
}

/** Reads `<from>:<to>`; other words are targets alone. */
export function scriptEnds(command: string, targets: readonly string[], whereOpen: string): ScriptEnds {
  const [range = ""] = targets;
  if (targets.some((target) => target.split(":").includes("current"))) throw new MigError("CURRENT_OFFLINE", { command });
  const several = targets.length > 1 ? targets.find((target) => target.includes(":")) : undefined;
  if (several !== undefined) throw new MigError("BAD_RANGE", { range: several, reason: "notAlone" });
  if (targets.length !== 1 || !range.includes(":")) return { to: targets };
  const { from, to } = parseRange(range);
  return { ...(from === undefined ? {} : { from }), to: [to ?? whereOpen] };
}

/** A run starts where the database is: a range is for scripts. */
export function refuseRange(command: string, targets: readonly string[]): void {
  const range = targets.find((target) => target.includes(":"));
  if (range !== undefined) throw new MigError("RANGE_ONLY_OFFLINE", { command, range });
}

/**
 * The plan of a downgrade looks at the branch only where there is a choice, as Alembic does, and so takes `typo@base` for
 * `base` where there is one base. Taking back everything is no answer to a typo.
 * @throws MigError REVISION_NOT_FOUND
 */
export function refuseUnknownBranch(graph: RevisionGraph, target: string): void {
  const branch = /^(.+?)@/u.exec(target)?.[1];
  if (branch !== undefined && !["head", "heads", "base", "current"].includes(branch)) resolveRevisions(graph, `${branch}@heads`);
}
