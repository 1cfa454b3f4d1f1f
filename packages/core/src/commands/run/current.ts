import { some } from "../../errors/some.ts";
import { maskUrl } from "../../runtime/connection/mask.ts";
import { requireUrl } from "../../runtime/environment/environment.ts";
import { pendingIn } from "../../runtime/run/planners.ts";
import { problemsIn, type RevisionProblem } from "../../runtime/run/problems.ts";
import { someProblems } from "../../runtime/run/report.ts";
import { readState } from "../../runtime/tables/heads.ts";
import type { Caller } from "../caller.ts";
import { databaseMarks } from "../project/database-marks.ts";
import { withSession } from "../project/database.ts";
import { warnOf } from "../project/problems.ts";
import { openProject, readGraphWithTexts, type Project } from "../project/project.ts";
import { reportRevision, type RevisionReport } from "../reports/revision.ts";

export interface CurrentResult {
  /** URL without a password. */
  readonly database: string;
  /** The rows of the version table. */
  readonly rows: readonly string[];
  /** The highest revisions that are applied. */
  readonly revisions: readonly RevisionReport[];
  /** What is not applied, in the order in which it would be. */
  readonly pending: readonly string[];
  /** What only the tool that `mirror` names knows of: the next upgrade records it. Absent: nothing. */
  readonly mirrored?: readonly string[];
  /** Where the log, the rows and the files do not agree. Absent: nowhere. */
  readonly problems?: readonly RevisionProblem[];
}

export const current = async (caller: Caller): Promise<CurrentResult> => currentOf(await openProject(caller), caller);

/** The same for a project that is open already. */
export async function currentOf(project: Project, caller: Caller): Promise<CurrentResult> {
  const graph = readGraphWithTexts(project);
  const { rows, state, ahead, tool } = await withSession(project, async (session) => {
    const read = await readState(session, project.tables);
    if (project.config.mirror === undefined) return { rows: read.heads, state: read, ahead: [], tool: "" };
    const { withMirrored } = await import("../project/mirror.ts"); // takes what few projects need
    return { rows: read.heads, ...(await withMirrored(session, project, { graph, state: read })) };
  });
  const marks = databaseMarks(graph, state.heads);
  const revisions = graph.nodes.filter(({ id }) => marks.current.has(id)).map((node) => reportRevision(node, project));
  if (ahead.length > 0) caller.advise(`${tool} ran ${some(ahead)}. The next "mig upgrade" records that.`);
  if (state.heads.length === 0) caller.progress("No revision is applied yet.");
  const problems = problemsIn(graph, state);
  warnOf(problems, rows, caller);
  return {
    database: maskUrl(requireUrl(project)),
    rows,
    revisions,
    pending: pendingIn(graph, state),
    ...(ahead.length === 0 ? {} : { mirrored: ahead }),
    ...someProblems(problems),
  };
}
