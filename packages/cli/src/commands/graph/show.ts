import { resolveRevisions } from "@migts/core/project";
import type { Command } from "../../command.ts";
import { databaseState } from "../../project/database.ts";
import { openProject, readGraph } from "../../project/project.ts";
import { reportRevision, revisionBlock } from "../../report/revision.ts";
import { asksDatabase, wordsOf } from "../../run-options.ts";

export const show: Command = {
  arguments: [{ name: "[revisions...]", description: "the revisions to show (default: heads)" }],
  options: [],
  examples: ["mig show head", "mig show ae10", "mig show current"],
  run: async (context, [given]) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const targets = wordsOf(given).length === 0 ? ["heads"] : wordsOf(given);
    const rows = targets.some(asksDatabase) ? (await databaseState(project)).heads : [];
    const ids = new Set(targets.flatMap((target) => resolveRevisions(graph, target, { rows })).map(({ id }) => id));
    const reports = [...ids].flatMap((id) => graph.byId.get(id) ?? []).map((node) => reportRevision(node, project));
    return { data: { revisions: reports }, text: reports.map(revisionBlock).join("\n\n") };
  },
};
