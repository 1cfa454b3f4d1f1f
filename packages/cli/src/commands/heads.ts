import { headsOf } from "@migts/core";
import { flag, type Command } from "../command.ts";
import { openProject, readGraph } from "../project/project.ts";
import { headLine, reportRevision, revisionBlock } from "../report/revision.ts";

export const heads: Command = {
  options: [{ flags: "-v, --verbose", description: "all that is known of each" }],
  examples: ["mig heads", "mig heads --json"],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const ids = new Set(headsOf(graph).map(({ id }) => id));
    const reports = graph.nodes.filter(({ id }) => ids.has(id)).map((node) => reportRevision(node, project));
    return {
      data: { heads: reports },
      text: flag(options, "verbose") ? reports.map(revisionBlock).join("\n\n") : reports.map(headLine).join("\n"),
    };
  },
};
