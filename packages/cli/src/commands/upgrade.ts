import { previewUpgrade, upgrade as upgradeTo, upgradeScript } from "@migts/core";
import type { Command } from "../command.ts";
import { environmentOf, offlineOf } from "../project/database.ts";
import { withPreview } from "../project/preview.ts";
import { openProject, readGraph, tellMissingFolder } from "../project/project.ts";
import { previewOutcome, runOutcome, scriptOutcome } from "../report/run.ts";
import { refuseRange, runModeOf, runOptions, scriptEnds, wordsOf } from "../run-options.ts";

export const upgrade: Command = {
  arguments: [{ name: "[targets...]", description: "revisions: an id or its beginning, head, heads, +1, label@head, ... (default: head)" }],
  options: runOptions,
  examples: ["mig upgrade", "mig upgrade +1", "mig upgrade ae10 --dry-run", "mig upgrade --sql > upgrade.sql", "mig upgrade ae10:head --sql"],
  run: async (context, [given], options) => {
    const mode = runModeOf(options);
    const targets = wordsOf(given).length === 0 ? ["head"] : wordsOf(given);
    const project = await openProject(context);
    tellMissingFolder(project, context);
    const graph = readGraph(project);
    if (mode === "sql") return scriptOutcome(await upgradeScript(offlineOf(project, graph), scriptEnds("upgrade", targets, "head")));
    refuseRange("upgrade", targets);
    if (mode === "run") return runOutcome(graph, await upgradeTo(environmentOf(project, graph, context), { to: targets }), "upgraded");
    return previewOutcome(graph, await withPreview(project, graph, (before) => previewUpgrade(before.environment, { to: targets, schema: before.schema })));
  },
};
