import { isMigError } from "../../errors.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "../project/database.ts";
import { readGraph, type Project } from "../project/project.ts";
import { findToolByTable, type FoundTool } from "./find-tool.ts";
import { adoptedIn } from "./stamp.ts";
import { readHistory, standingOf, type DatabaseHistory, type Standing } from "./standing.ts";

/** What there is to take over. Nothing was changed to see it. */
export interface Look {
  /** Absent: no tool has a history here. */
  readonly found?: FoundTool;
  /** Absent: the database could not be read. */
  readonly database?: DatabaseHistory;
  /** Why not. */
  readonly unread?: string;
  /** Absent: the database could not be read, or no tool has a history. */
  readonly standing?: Standing;
  /** In which form the history is adopted already. Absent: it is not. */
  readonly form?: "baseline" | "migration" | "link";
}

/** Where a database does not answer, nothing is waited for any longer. */
const patienceSeconds = 5;

export async function lookAround(project: Project, inFiles: FoundTool | undefined, caller: Caller): Promise<Look> {
  if (project.url === undefined) return { ...some(inFiles), unread: "no database URL is set" };
  caller.progress("reading the database, to see what ran there");
  try {
    return await withSession(
      project,
      async (session) => {
        const found = inFiles ?? (await findToolByTable(session, project));
        const database = await readHistory(session, project, found);
        const form = found === undefined ? undefined : adoptedIn(readGraph(project), found.tool.id)[0]?.revision.adopts?.form;
        return {
          ...some(found),
          database,
          ...(found === undefined ? {} : { standing: standingOf(found, database.rows) }),
          ...(form === undefined ? {} : { form }),
        };
      },
      { timeoutSeconds: patienceSeconds },
    );
  } catch (error) {
    if (!isMigError(error)) throw error;
    return { ...some(inFiles), unread: `${error.message} (${error.code})` };
  }
}

const some = (found: FoundTool | undefined): { readonly found?: FoundTool } => (found === undefined ? {} : { found });
