import type { RevisionGraph } from "../../revision/graph.ts";
import { historyOf } from "../../revision/history.ts";
import { recordedIn, rowsThatCount } from "../../revision/record.ts";
import { problemsIn, type RevisionProblem } from "../../runtime/run/problems.ts";
import { someProblems } from "../../runtime/run/report.ts";
import type { RecordedState } from "../../runtime/tables/heads.ts";
import type { Caller } from "../caller.ts";
import { databaseMarks } from "../project/database-marks.ts";
import { databaseState } from "../project/database.ts";
import { warnOf } from "../project/problems.ts";
import { openProject, readGraph, readGraphWithTexts, type Project } from "../project/project.ts";
import { reportRevision, type ReportOptions, type RevisionReport } from "../reports/revision.ts";

export interface HistoryRequest {
  /** `<from>:<to>`, `<from>:` or `:<to>`, both ends included. Absent: all revisions. */
  readonly range?: string;
  /** Mark what is applied in the database. "ifThere": where one is configured and answers. Absent: no. */
  readonly indicateCurrent?: boolean | "ifThere";
}

export interface HistoryResult {
  /** Newest first. */
  readonly revisions: readonly RevisionReport[];
  /** Where the log, the rows and the files do not agree. Absent: nowhere, or the database was not asked. */
  readonly problems?: readonly RevisionProblem[];
}

export async function history(caller: Caller, request: HistoryRequest): Promise<HistoryResult> {
  const { range, indicateCurrent = false } = request;
  const project = await openProject(caller);
  const graph = indicateCurrent === true ? readGraphWithTexts(project) : readGraph(project);
  const state = await stateFor(project, caller, request);
  const revisions = historyOf(graph, {
    ...(range === undefined ? {} : { range }),
    ...(state === undefined ? {} : { rows: rowsThatCount(graph, state.heads, recordedIn(graph, state.heads, state.log)) }),
  });
  const marks = indicateCurrent === false ? undefined : state;
  const problems = marks === undefined ? [] : problemsIn(graph, marks);
  warnOf(problems, state?.heads ?? [], caller);
  const options = reportOptions(project, graph, marks, problems);
  const reports = revisions.flatMap(({ id }) => graph.byId.get(id) ?? []).map((node) => reportRevision(node, options));
  if (reports.length === 0) caller.advise('There are no revisions yet. Write one with: mig revision -m "..."');
  return { revisions: reports, ...someProblems(problems) };
}

/** What the database says, if it was asked for. */
async function stateFor(
  project: Project,
  { warn }: Caller,
  { range, indicateCurrent }: HistoryRequest,
): Promise<RecordedState | undefined> {
  if (indicateCurrent === true || /\bcurrent\b/u.test(range ?? "")) return databaseState(project);
  if (indicateCurrent !== "ifThere" || project.url === undefined) return undefined;
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
