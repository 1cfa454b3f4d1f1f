import { MigError } from "../../errors.ts";
import { downgrade as downgradeTo } from "../../runtime/run/commands.ts";
import type { Caller } from "../caller.ts";
import { environmentOf, offlineOf } from "../project/database.ts";
import { withPreview } from "../project/preview.ts";
import { warnOfProblems } from "../project/problems.ts";
import { openProject, readGraphWithTexts } from "../project/project.ts";
import { runModeOf, type RunMode, type ScriptResult } from "./run-mode.ts";
import { planResult, runResult, type PlanResult, type RunResult } from "./run-result.ts";
import { refuseRange, refuseUnknownBranch, scriptEnds } from "./targets.ts";

export interface DowngradeRequest extends RunMode {
  /** The revision to revert to: an id or the start of one, base, -1, label@base, ... */
  readonly to: string;
  /** Accept that rows are lost; do not ask. */
  readonly allowLoss?: boolean;
}

export async function downgrade(caller: Caller, request: DowngradeRequest): Promise<RunResult | PlanResult | ScriptResult> {
  const { to: target, allowLoss = false } = request;
  const mode = runModeOf(request);
  const project = await openProject(caller);
  const graph = readGraphWithTexts(project);
  refuseUnknownBranch(graph, target);
  if (mode === "sql") {
    const { from, to } = scriptEnds("downgrade", [target], "base");
    if (from === undefined) throw new MigError("DOWNGRADE_NEEDS_RANGE", { target: target.replace(/^:/u, "") });
    const { downgradeScript } = await import("../../runtime/script/script.ts");
    return { sql: await downgradeScript(offlineOf(project, graph), { from, to: to[0] ?? "base" }) };
  }
  refuseRange("downgrade", [target]);
  if (mode === "dryRun") {
    const { previewDowngrade } = await import("../../runtime/run/preview.ts");
    return planResult(
      graph,
      await withPreview(project, graph, (before) => previewDowngrade(before.environment, { to: target, schema: before.schema })),
    );
  }
  const report = await downgradeTo(environmentOf(project, graph, caller), { to: target, allowLoss });
  warnOfProblems(report, caller);
  return runResult(graph, report);
}
