import { effectiveHeadsOf, headsOf, some } from "@migts/core/project";
import { flag, type Command } from "../../command.ts";
import { openProject, readGraph } from "../../project/project.ts";
import { headsSideBySide } from "../../project/side-by-side.ts";
import { headLine, reportRevision, revisionBlock } from "../../report/revision.ts";

export const heads: Command = {
  options: [
    { flags: "-v, --verbose", description: "show all details" },
    { flags: "--resolve-dependencies", description: "leave out heads that another revision depends on" },
  ],
  examples: ["mig heads", "mig heads --resolve-dependencies", "mig heads --json"],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const found = (flag(options, "resolveDependencies") ? effectiveHeadsOf : headsOf)(graph);
    const reports = found.flatMap(({ id }) => graph.byId.get(id) ?? []).map((node) => reportRevision(node, project));
    if (reports.length === 0) context.advise('There are no revisions yet. Write one with: mig revision -m "..."');
    const sideBySide = headsSideBySide(graph);
    if (sideBySide.length > 0) {
      context.advise(
        `${sideBySide.length} heads (${some(sideBySide)}): they branch from a common revision. ` +
          `Join them with "mig merge", or move yours on top of the other with "mig rebase".`,
      );
    }
    return {
      data: { heads: reports },
      text: flag(options, "verbose") ? reports.map(revisionBlock).join("\n\n") : reports.map(headLine).join("\n"),
    };
  },
};
