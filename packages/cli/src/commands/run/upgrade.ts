import { upgrade as upgradeTo } from "@migts/core/project";
import { flag, type Command } from "../../command.ts";
import { environmentOf, offlineOf } from "../../project/database.ts";
import { withPreview } from "../../project/preview.ts";
import { openProject, readGraphWithTexts, tellMissingFolder } from "../../project/project.ts";
import { warnOfProblems } from "../../project/problems.ts";
import { previewOutcome, runOutcome, scriptOutcome } from "../../report/run.ts";
import { allowLossOption, refuseRange, runModeOf, runOptions, scriptEnds, wordsOf } from "../../run-options.ts";

export const upgrade: Command = {
  arguments: [
    { name: "[targets...]", description: "the revisions: an id or the start of one, head, heads, +1, label@head, ... (default: head)" },
  ],
  options: [
    ...runOptions,
    allowLossOption,
    { flags: "--missing", description: "also apply revisions that were inserted below applied ones and never ran here" },
  ],
  examples: [
    "mig upgrade",
    "mig upgrade +1",
    "mig upgrade ae10 --dry-run",
    "mig upgrade --sql > upgrade.sql",
    "mig upgrade ae10:head --sql",
  ],
  run: async (context, [given], options) => {
    const mode = runModeOf(options);
    const targets = wordsOf(given).length === 0 ? ["head"] : wordsOf(given);
    const project = await openProject(context);
    tellMissingFolder(project, context);
    const graph = readGraphWithTexts(project);
    if (mode === "sql") {
      const { upgradeScript } = await import("@migts/core");
      return scriptOutcome(await upgradeScript(offlineOf(project, graph), scriptEnds("upgrade", targets, "head")));
    }
    refuseRange("upgrade", targets);
    const upgrading = { to: targets, missing: flag(options, "missing"), allowLoss: flag(options, "allowLoss") };
    if (mode === "run") {
      if (project.config.mirror !== undefined) await (await import("../../project/mirror.ts")).mirrorPending(project, graph, context);
      const report = await upgradeTo(environmentOf(project, graph, context), upgrading);
      warnOfProblems(report, context);
      if (project.config.afterUpgrade !== undefined && report.steps.length > 0)
        await (await import("../../project/after-upgrade.ts")).runAfterUpgrade(project, context);
      return runOutcome(graph, report, "upgraded");
    }
    const { previewUpgrade } = await import("@migts/core");
    return previewOutcome(
      graph,
      await withPreview(project, graph, (before) => previewUpgrade(before.environment, { ...upgrading, schema: before.schema })),
    );
  },
};
