import { downgrade as downgradeTo, MigError } from "@migts/core/project";
import { flag, type Command } from "../../command.ts";
import { environmentOf, offlineOf } from "../../project/database.ts";
import { withPreview } from "../../project/preview.ts";
import { openProject, readGraphWithTexts } from "../../project/project.ts";
import { warnOfProblems } from "../../project/problems.ts";
import { previewOutcome, runOutcome, scriptOutcome } from "../../report/run.ts";
import { allowLossOption, refuseRange, refuseUnknownBranch, runModeOf, runOptions, scriptEnds } from "../../run-options.ts";

export const downgrade: Command = {
  arguments: [{ name: "<target>", description: "the revision to revert to: an id or the start of one, base, -1, label@base, ..." }],
  options: [...runOptions, allowLossOption],
  examples: ["mig downgrade -1", "mig downgrade base --allow-loss", "mig downgrade ae10 --dry-run", "mig downgrade ae10:base --sql"],
  run: async (context, [given], options) => {
    const mode = runModeOf(options);
    const target = String(given);
    const project = await openProject(context);
    const graph = readGraphWithTexts(project);
    refuseUnknownBranch(graph, target);
    if (mode === "sql") {
      const { from, to } = scriptEnds("downgrade", [target], "base");
      if (from === undefined) throw new MigError("DOWNGRADE_NEEDS_RANGE", { target: target.replace(/^:/u, "") });
      const { downgradeScript } = await import("@migts/core");
      return scriptOutcome(await downgradeScript(offlineOf(project, graph), { from, to: to[0] ?? "base" }));
    }
    refuseRange("downgrade", [target]);
    if (mode === "run") {
      const report = await downgradeTo(environmentOf(project, graph, context), { to: target, allowLoss: flag(options, "allowLoss") });
      warnOfProblems(report, context);
      return runOutcome(graph, report, "downgraded");
    }
    const { previewDowngrade } = await import("@migts/core");
    return previewOutcome(
      graph,
      await withPreview(project, graph, (before) => previewDowngrade(before.environment, { to: target, schema: before.schema })),
    );
  },
};
