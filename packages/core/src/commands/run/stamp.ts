import type { RevisionGraph } from "../../revision/graph.ts";
import { appliedOf, resolveRevisions } from "../../revision/resolve.ts";
import { stamp as stampTo } from "../../runtime/run/commands.ts";
import type { RevisionProblem } from "../../runtime/run/problems.ts";
import type { Caller } from "../caller.ts";
import { environmentOf, offlineOf } from "../project/database.ts";
import { openProject, readGraph } from "../project/project.ts";
import type { ScriptResult } from "./run-mode.ts";
import { listOf, refuseRange, scriptEnds, type Targets } from "./targets.ts";

export interface StampRequest {
  /** One target or several: an id or the start of one, head, heads, base, label@head, ... */
  readonly to: Targets;
  /** Delete all rows first, including rows of revisions without a file. */
  readonly purge?: boolean;
  /** Only write an SQL script for psql, without connecting. `to` may be `<from>:<to>`. */
  readonly sql?: boolean;
}

export interface StampResult {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Where the log, the rows and the files did not agree before, and do now. Absent: nowhere. */
  readonly settled?: readonly RevisionProblem[];
}

export async function stamp(caller: Caller, { to, purge = false, sql = false }: StampRequest): Promise<StampResult | ScriptResult> {
  const project = await openProject(caller);
  const graph = readGraph(project);
  const targets = listOf(to);
  const purging = purge ? { purge } : {};
  if (sql) {
    const { stampScript } = await import("../../runtime/script/script.ts");
    return { sql: stampScript(offlineOf(project, graph), { ...scriptEnds("stamp", targets, "heads"), ...purging }) };
  }
  refuseRange("stamp", targets);
  const { before, after, problems = [] } = await stampTo(environmentOf(project, graph, caller), { to: targets, ...purging });
  for (const oddity of odditiesOf(graph, targets, after)) caller.warn(oddity);
  return { before, after, ...(problems.length === 0 ? {} : { settled: problems }) };
}

/** What Alembic's rules for stamps can leave behind, and nobody may have meant. */
function odditiesOf(graph: RevisionGraph, targets: readonly string[], after: readonly string[]): readonly string[] {
  const applied = new Set(appliedOf(graph, after).map(({ id }) => id));
  const lost = [...new Set(targets.flatMap((target) => idsOf(graph, target)))].filter((id) => !applied.has(id));
  const below = after.filter((row) => after.some((other) => other !== row && appliedOf(graph, [other]).some(({ id }) => id === row)));
  return [
    ...(lost.length === 0
      ? []
      : [
          `${lost.join(", ")} was given but is not among the rows now: another target replaced its row. ` +
            `Run "mig stamp --purge ${targets.join(" ")}" to write them all.`,
        ]),
    ...(below.length === 0
      ? []
      : [
          `${below.join(", ")} is below another row: the next upgrade will fail. Run "mig stamp --purge" with only the revisions above it.`,
        ]),
  ];
}

/** What a target stands for; nothing for one that counts from somewhere. */
function idsOf(graph: RevisionGraph, target: string): readonly string[] {
  return /[+-]\d+$/u.test(target) ? [] : resolveRevisions(graph, target).map(({ id }) => id);
}
