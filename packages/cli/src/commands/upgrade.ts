import { upgrade as upgradeTo } from "@migts/core";
import { flag, type Command } from "../command.ts";
import { environmentOf } from "../database.ts";
import { openProject, readGraph } from "../project.ts";
import { runOutcome } from "../report/run.ts";

export const upgrade: Command = {
  arguments: [{ name: "[targets...]", description: "revisions: an id or its beginning, head, heads, +1, label@head, ... (default: head)" }],
  options: [],
  examples: ["mig upgrade", "mig upgrade +1", "mig upgrade ae10 --dry-run", "mig upgrade head --sql > upgrade.sql"],
  run: async (context, [given], _options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const targets = Array.isArray(given) && given.length > 0 ? (given as readonly string[]) : ["head"];
    return runOutcome(graph, await upgradeTo(environmentOf(project, graph, context), { to: targets }), "upgraded");
  },
};
