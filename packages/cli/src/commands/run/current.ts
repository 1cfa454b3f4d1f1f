import { maskUrl, pendingIn, problemsIn, readState, requireUrl, some } from "@migts/core/project";
import { flag, type Command } from "../../command.ts";
import { databaseMarks } from "../../project/database-marks.ts";
import { withSession } from "../../project/database.ts";
import { openProject, readGraphWithTexts } from "../../project/project.ts";
import { warnOf } from "../../project/problems.ts";
import { headLine, reportRevision, revisionBlock } from "../../report/revision.ts";

export const current: Command = {
  options: [
    { flags: "-v, --verbose", description: "show all details" },
    { flags: "--check-heads", description: "exit with code 4 unless every revision is applied" },
  ],
  examples: ["mig current", "mig current -v", "mig current --check-heads"],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    const graph = readGraphWithTexts(project);
    const { rows, state, ahead, tool } = await withSession(project, async (session) => {
      const read = await readState(session, project.tables);
      if (project.config.mirror === undefined) return { rows: read.heads, state: read, ahead: [], tool: "" };
      const { withMirrored } = await import("../../project/mirror.ts"); // takes what few projects need
      return { rows: read.heads, ...(await withMirrored(session, project, { graph, state: read })) };
    });
    const marks = databaseMarks(graph, state.heads);
    const reports = graph.nodes.filter(({ id }) => marks.current.has(id)).map((node) => reportRevision(node, project));
    const pending = pendingIn(graph, state);
    if (ahead.length > 0) context.advise(`${tool} ran ${some(ahead)}. The next "mig upgrade" records that.`);
    if (state.heads.length === 0) context.progress("No revision is applied yet.");
    const problems = problemsIn(graph, state);
    warnOf(problems, rows, context);
    const isBehind = flag(options, "checkHeads") && (pending.length > 0 || problems.some(({ problem }) => problem === "neverRun"));
    if (isBehind && pending.length > 0) context.advise(`${pending.length} not applied: ${some(pending)}. Run "mig upgrade heads".`);
    const database = maskUrl(requireUrl(project));
    return {
      data: {
        database,
        rows,
        revisions: reports,
        pending,
        ...(ahead.length === 0 ? {} : { mirrored: ahead }),
        ...(problems.length === 0 ? {} : { problems }),
      },
      text: flag(options, "verbose")
        ? [`Database: ${database}`, ...reports.map(revisionBlock)].join("\n\n")
        : reports.map(headLine).join("\n"),
      ...(isBehind ? { exitCode: 4 } : {}),
    };
  },
};
