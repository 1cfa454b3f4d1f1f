import { connect, MigError, readState, type DatabaseState, type Session } from "@migts/core";
import type { Project } from "./project.ts";

/** The database URL of a project. */
export function urlOf({ url }: Project): string {
  if (url === undefined) throw new MigError("DATABASE_URL_MISSING", {});
  return url;
}

/** Connects, hands the connection over, and closes it whatever happens. */
export async function withSession<Result>(project: Project, use: (session: Session) => Promise<Result>): Promise<Result> {
  const session = await connect(urlOf(project), { env: project.env });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Where the project's database is. Reading creates nothing. */
export const databaseState = (project: Project): Promise<DatabaseState> => withSession(project, (session) => readState(session, project.tables));
