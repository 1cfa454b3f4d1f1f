import { downgrade as downgradeTo } from "@migts/core";
import type { Command } from "../command.ts";
import { environmentOf } from "../database.ts";
import { openProject, readGraph } from "../project.ts";
import { runOutcome } from "../report/run.ts";

export const downgrade: Command = {
  arguments: [{ name: "<target>", description: "the revision to go down to: an id or its beginning, base, -1, label@base, ..." }],
  options: [],
  examples: ["mig downgrade -1", "mig downgrade base", "mig downgrade ae10 --dry-run"],
  run: async (context, [target]) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    return runOutcome(graph, await downgradeTo(environmentOf(project, graph, context), { to: String(target) }), "downgraded");
  },
};
