import {
  historyOf,
  problemsIn,
  recordedIn,
  rowsThatCount,
  type RecordedState,
  type RevisionGraph,
  type RevisionProblem,
} from "@migts/core/project";
import { flag, textOption, type Command, type Options } from "../../command.ts";
import type { Context } from "../../context.ts";
import { databaseMarks } from "../../project/database-marks.ts";
import { databaseState } from "../../project/database.ts";
import { openProject, readGraph, readGraphWithTexts, type Project } from "../../project/project.ts";
import { warnOf } from "../../project/problems.ts";
import { dotText, graphText, mermaidText } from "../../report/graph-text.ts";
import { reportRevision, revisionBlock, revisionLine, type ReportOptions, type RevisionReport } from "../../report/revision.ts";

const formats: Readonly<Record<string, (reports: readonly RevisionReport[]) => string>> = {
  text: (reports) => reports.map(revisionLine).join("\n"),
  mermaid: mermaidText,
  dot: dotText,
};

export const history: Command = {
  options: [
    { flags: "-r, --rev-range <range>", description: "list a range: <from>:<to>, <from>: or :<to> (both ends included)" },
    { flags: "-i, --indicate-current", description: "mark the revisions that are applied in the database" },
    { flags: "-v, --verbose", description: "show all details" },
    { flags: "--graph", description: "draw the graph; marks applied revisions if a database is configured" },
    { flags: "--ascii", description: "draw the graph in ASCII" },
    {
      flags: "--format <format>",
      description: "text (default), mermaid, dot, or json (the same as --json)",
      choices: [...Object.keys(formats), "json"],
    },
  ],
  examples: [
    "mig history",
    "mig history -r -3:",
    "mig history -r ae10:head -v",
    "mig history -i -r :current",
    "mig history --graph",
    "mig history --format dot | dot -Tsvg > history.svg",
  ],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    const graph = flag(options, "indicateCurrent") ? readGraphWithTexts(project) : readGraph(project);
    const range = textOption(options, "revRange");
    const state = await stateFor(project, context, options);
    const rows = state?.heads;
    const revisions = historyOf(graph, {
      ...(range === undefined ? {} : { range }),
      ...(state === undefined ? {} : { rows: rowsThatCount(graph, state.heads, recordedIn(graph, state.heads, state.log)) }),
    });
    const marks = flag(options, "graph") || flag(options, "indicateCurrent") ? state : undefined;
    const problems = marks === undefined ? [] : problemsIn(graph, marks);
    warnOf(problems, rows ?? [], context);
    const report = reportOptions(project, graph, marks, problems);
    const reports = revisions.flatMap(({ id }) => graph.byId.get(id) ?? []).map((node) => reportRevision(node, report));
    if (reports.length === 0) context.advise('There are no revisions yet. Write one with: mig revision -m "..."');
    return { data: { revisions: reports, ...(problems.length === 0 ? {} : { problems }) }, text: textFor(reports, options) };
  },
};

/** What the database says, if it was asked for. A drawing works without it. */
async function stateFor(project: Project, { warn }: Context, options: Options): Promise<RecordedState | undefined> {
  if (flag(options, "indicateCurrent") || /\bcurrent\b/u.test(textOption(options, "revRange") ?? "")) return databaseState(project);
  if (!flag(options, "graph") || project.url === undefined) return undefined;
  return databaseState(project).catch((error: unknown) => {
    warn(`Applied revisions are not marked: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
}

function reportOptions(
  { shown }: Project,
  graph: RevisionGraph,
  state: RecordedState | undefined,
  problems: readonly RevisionProblem[],
): ReportOptions {
  return {
    shown,
    ...(state === undefined
      ? {}
      : { database: databaseMarks(graph, state.heads), problems: new Map(problems.map(({ revision, problem }) => [revision, problem])) }),
  };
}

function textFor(reports: readonly RevisionReport[], options: Options): string {
  if (flag(options, "graph")) return graphText(reports, { ascii: flag(options, "ascii") });
  if (flag(options, "verbose")) return reports.map(revisionBlock).join("\n\n");
  return formats[textOption(options, "format") ?? "text"]?.(reports) ?? "";
}
