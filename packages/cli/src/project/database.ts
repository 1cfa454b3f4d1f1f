import {
  connect,
  connectOptionsOf,
  createEnvironment,
  readState,
  requireUrl,
  type ConnectOptions,
  type RecordedState,
  type Environment,
  type RevisionGraph,
  type Session,
} from "@migts/core/project";
import type { Context } from "../context.ts";
import { compileLater } from "./compile-later.ts";
import type { Project } from "./project.ts";
import { askAboutLosses } from "../report/losses.ts";
import { tellProgress } from "../report/run.ts";

/** Connects, hands the connection over, and closes it whatever happens. */
export async function withSession<Result>(
  project: Project,
  use: (session: Session) => Promise<Result>,
  options: Pick<ConnectOptions, "creates" | "timeoutSeconds"> = {},
): Promise<Result> {
  const session = await connect(requireUrl(project), { ...connectOptionsOf(project), ...options });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Where the project's database is. Reading creates nothing. */
export const databaseState = (project: Project): Promise<RecordedState> =>
  withSession(project, (session) => readState(session, project.tables));

/** What runs nothing: planning and recording, for scripts. */
export const offlineOf = (project: Project, graph: RevisionGraph): Environment => createEnvironment(project, { graph });

/** A person is there, and reads what is printed. */
const canAsk = ({ isTerminal, global }: Context): boolean => isTerminal && !global.json;

/** What running revisions needs. Progress goes to stderr, Ctrl-C stops the run. */
export function environmentOf(project: Project, graph: RevisionGraph, context: Context): Environment {
  const progress = tellProgress(graph, context);
  return createEnvironment(project, {
    graph,
    tell: (event) => {
      if (event.kind === "stepStarted") compileLater();
      progress(event);
    },
    signal: context.signal,
    ...(canAsk(context) ? { confirmLosses: askAboutLosses(context) } : {}),
  });
}
