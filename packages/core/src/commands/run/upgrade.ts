import { upgrade as upgradeTo } from "../../runtime/run/commands.ts";
import type { Caller } from "../caller.ts";
import { environmentOf, offlineOf } from "../project/database.ts";
import { withPreview } from "../project/preview.ts";
import { warnOfProblems } from "../project/problems.ts";
import { openProject, readGraphWithTexts, requireFolder, tellMissingFolder } from "../project/project.ts";
import { runModeOf, type RunMode, type ScriptResult } from "./run-mode.ts";
import { planResult, runResult, type PlanResult, type RunResult } from "./run-result.ts";
import { listOf, refuseRange, scriptEnds, type Targets } from "./targets.ts";

export interface UpgradeRequest extends RunMode {
  /** One target or several: an id or the start of one, head, heads, +1, label@head, ... Absent: "head". */
  readonly to?: Targets;
  /** Also apply revisions that were inserted below applied ones and never ran here. Absent: they are an error. */
  readonly missing?: boolean;
  /** Accept that rows are lost; do not ask. */
  readonly allowLoss?: boolean;
  /**
   * Warn where the folder of revisions does not exist. Absent: that is an error, for without its files there would seem to be nothing to
   * do.
   */
  readonly allowMissingFolder?: boolean;
}

export async function upgrade(caller: Caller, request: UpgradeRequest): Promise<RunResult | PlanResult | ScriptResult> {
  const { to = "head", missing = false, allowLoss = false, allowMissingFolder = false } = request;
  const mode = runModeOf(request);
  const targets = listOf(to);
  const project = await openProject(caller);
  if (allowMissingFolder) tellMissingFolder(project, caller);
  else requireFolder(project);
  const graph = readGraphWithTexts(project);
  if (mode === "sql") {
    const { upgradeScript } = await import("../../runtime/script/script.ts");
    return { sql: await upgradeScript(offlineOf(project, graph), scriptEnds("upgrade", targets, "head")) };
  }
  refuseRange("upgrade", targets);
  const upgrading = { to: targets, missing, allowLoss };
  if (mode === "dryRun") {
    const { previewUpgrade } = await import("../../runtime/run/preview.ts");
    return planResult(
      graph,
      await withPreview(project, graph, (before) => previewUpgrade(before.environment, { ...upgrading, schema: before.schema })),
    );
  }
  if (project.config.mirror !== undefined) await (await import("../project/mirror.ts")).mirrorPending(project, graph, caller);
  const report = await upgradeTo(environmentOf(project, graph, caller), upgrading);
  warnOfProblems(report, caller);
  if (project.config.afterUpgrade !== undefined && report.steps.length > 0)
    await (await import("../project/after-upgrade.ts")).runAfterUpgrade(project, caller);
  return runResult(graph, report);
}
