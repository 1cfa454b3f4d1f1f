import { historyOf } from "@migts/core";
import { flag, textOption, type Command } from "../command.ts";
import { databaseMarks } from "../project/database-marks.ts";
import { databaseState } from "../project/database.ts";
import { openProject, readGraph } from "../project/project.ts";
import { reportRevision, revisionBlock, revisionLine, type ReportOptions } from "../report/revision.ts";

export const history: Command = {
  options: [
    { flags: "-r, --rev-range <range>", description: "only these: <from>:<to>, <from>: or :<to>, both ends included" },
    { flags: "-i, --indicate-current", description: "mark where the database is" },
    { flags: "-v, --verbose", description: "all that is known of each" },
  ],
  examples: ["mig history", "mig history -r -3:", "mig history -r ae10:head -v", "mig history -i -r :current"],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const range = textOption(options, "revRange");
    const marked = flag(options, "indicateCurrent");
    const rows = marked || /\bcurrent\b/u.test(range ?? "") ? (await databaseState(project)).heads : undefined;
    const revisions = historyOf(graph, { ...(range === undefined ? {} : { range }), ...(rows === undefined ? {} : { rows }) });
    const report: ReportOptions = { shown: project.shown, ...(marked && rows !== undefined ? { database: databaseMarks(graph, rows) } : {}) };
    const reports = revisions.flatMap(({ id }) => graph.byId.get(id) ?? []).map((node) => reportRevision(node, report));
    if (reports.length === 0) context.progress('There are no revisions yet. Write one with: mig revision -m "..."');
    return {
      data: { revisions: reports },
      text: flag(options, "verbose") ? reports.map(revisionBlock).join("\n\n") : reports.map(revisionLine).join("\n"),
    };
  },
};
