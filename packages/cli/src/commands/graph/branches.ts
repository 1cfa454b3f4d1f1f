import { branchPointsOf } from "@migts/core/project";
import { flag, type Command } from "../../command.ts";
import { openProject, readGraph } from "../../project/project.ts";
import { headLine, reportRevision, revisionBlock } from "../../report/revision.ts";

export const branches: Command = {
  options: [{ flags: "-v, --verbose", description: "show all details" }],
  examples: ["mig branches", "mig branches -v"],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const line = flag(options, "verbose") ? revisionBlock : headLine;
    const points = branchPointsOf(graph)
      .flatMap(({ id }) => graph.byId.get(id) ?? [])
      .map((node) => ({ point: reportRevision(node, project), branches: node.up.map((above) => reportRevision(above, project)) }));
    return {
      data: { branchPoints: points.map(({ point, branches: above }) => ({ ...point, branches: above })) },
      text: points
        .map(({ point, branches: above }) => [line(point), ...above.map((report) => `  -> ${headLine(report)}`)].join("\n"))
        .join(flag(options, "verbose") ? "\n\n" : "\n"),
    };
  },
};
