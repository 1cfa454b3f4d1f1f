import type { RevisionGraph } from "../../revision/graph.ts";
import type { ConnectOptions } from "../../runtime/connection/connect-options.ts";
import { connect } from "../../runtime/connection/connect.ts";
import { connectOptionsOf, createEnvironment, requireUrl, type Environment } from "../../runtime/environment/environment.ts";
import type { Session } from "../../runtime/session.ts";
import { readState, type RecordedState } from "../../runtime/tables/heads.ts";
import type { Caller } from "../caller.ts";
import type { Project } from "./project.ts";

/** Connects, hands the connection over, and closes it whatever happens. */
export async function withSession<Result>(
  project: Project,
  use: (session: Session) => Promise<Result>,
  options: Pick<ConnectOptions, "creates" | "timeoutSeconds"> = {},
): Promise<Result> {
  const session = await openSession(project, requireUrl(project), { ...connectOptionsOf(project), ...options });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Connects. The caller's signal cuts the connection. */
export async function openSession({ abort }: Pick<Project, "abort">, url: string, options: ConnectOptions): Promise<Session> {
  abort?.throwIfAborted();
  const session = await connect(url, options);
  if (abort === undefined) return session;
  abort.addEventListener("abort", session.destroy, { once: true });
  return {
    ...session,
    close: async () => {
      abort.removeEventListener("abort", session.destroy);
      await session.close();
    },
  };
}

/** Where the project's database is. Reading creates nothing. */
export const databaseState = (project: Project): Promise<RecordedState> =>
  withSession(project, (session) => readState(session, project.tables));

/** What runs nothing: planning and recording, for scripts. */
export const offlineOf = (project: Project, graph: RevisionGraph): Environment => createEnvironment(project, { graph });

/** What running revisions needs. The caller is told of each event, and its signal stops the run. */
export function environmentOf(project: Project, graph: RevisionGraph, { tell, signal, confirmLosses }: Caller): Environment {
  const stop = signal();
  return createEnvironment(project, {
    graph,
    tell,
    ...(stop === undefined ? {} : { signal: stop }),
    ...(confirmLosses === undefined ? {} : { confirmLosses }),
  });
}
