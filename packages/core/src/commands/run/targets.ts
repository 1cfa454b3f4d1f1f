import { MigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { resolveRevisions } from "../../revision/resolve.ts";
import { parseRange } from "../../revision/target.ts";

/** One name of revisions, or several. */
export type Targets = string | readonly string[];

/** The same as a list. */
export const listOf = (targets: Targets): readonly string[] => (typeof targets === "string" ? [targets] : targets);

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
