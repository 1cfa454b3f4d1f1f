import type { Session } from "../../runtime/session.ts";
import { ensureTables, readState } from "../../runtime/tables/heads.ts";
import type { Caller } from "../caller.ts";
import { offlineOf, withSession } from "../project/database.ts";
import { openProject, readGraph } from "../project/project.ts";
import type { ScriptResult } from "./run-mode.ts";

export interface EnsureVersionRequest {
  /** Only write an SQL script for psql, without connecting. */
  readonly sql?: boolean;
}

export interface EnsureVersionResult {
  readonly table: string;
  /** It was not there. */
  readonly created: boolean;
}

export async function ensureVersion(caller: Caller, { sql = false }: EnsureVersionRequest): Promise<EnsureVersionResult | ScriptResult> {
  const project = await openProject(caller);
  if (sql) {
    const { stampScript } = await import("../../runtime/script/script.ts");
    return { sql: stampScript(offlineOf(project, readGraph(project)), { to: "base" }) };
  }
  const { version } = project.tables;
  const ensure = async (session: Session): Promise<boolean> => {
    const { has } = await readState(session, project.tables);
    await ensureTables(session, project.tables);
    return !has.version;
  };
  return { table: `${version.schema}.${version.name}`, created: await withSession(project, ensure, { creates: true }) };
}
