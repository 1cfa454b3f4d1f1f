import { headsOf } from "../../revision/resolve.ts";
import { pendingIn } from "../../runtime/run/planners.ts";
import { problemsIn, type RevisionProblem } from "../../runtime/run/problems.ts";
import { someProblems } from "../../runtime/run/report.ts";
import type { Caller } from "../caller.ts";
import { databaseMarks } from "../project/database-marks.ts";
import { databaseState } from "../project/database.ts";
import { openProject, readGraphWithTexts } from "../project/project.ts";
import { headsSideBySide } from "../project/side-by-side.ts";
import { formatVersion } from "../reports/differences.ts";

export interface CheckHeadsResult {
  readonly formatVersion: number;
  readonly heads: readonly string[];
  /** Heads that branch from a common revision: somebody must join them. */
  readonly sideBySide: readonly string[];
  /** Revisions that are older than applied ones, and not applied. */
  readonly older: readonly string[];
  /** Where the log, the rows and the files do not agree. Absent: nowhere, or no database is configured. */
  readonly problems?: readonly RevisionProblem[];
  /** The rows of the version table. Absent: no database is configured. */
  readonly rows?: readonly string[];
}

/** What a build should look at: revisions side by side, and, where a database is configured, revisions older than what it has. */
export async function checkHeads(caller: Caller): Promise<CheckHeadsResult> {
  const project = await openProject(caller);
  const graph = readGraphWithTexts(project);
  const heads = headsOf(graph).map(({ id }) => id);
  const state = project.url === undefined ? undefined : await databaseState(project);
  const problems = state === undefined ? [] : problemsIn(graph, state);
  const marks = state === undefined ? undefined : databaseMarks(graph, state.heads);
  const older = state === undefined ? [] : pendingIn(graph, state).filter((id) => marks?.older.has(id));
  return {
    formatVersion,
    heads,
    sideBySide: headsSideBySide(graph),
    older,
    ...someProblems(problems),
    ...(state === undefined ? {} : { rows: state.heads }),
  };
}
