import { resolveRevisions } from "../../revision/resolve.ts";
import type { Caller } from "../caller.ts";
import { databaseState } from "../project/database.ts";
import { openProject, readGraph } from "../project/project.ts";
import { reportRevision, type RevisionReport } from "../reports/revision.ts";
import { asksDatabase, listOf, type Targets } from "../run/targets.ts";

export interface ShowRequest {
  /** Which revisions: an id or the start of one, head, current, +1, ... Absent: "heads". */
  readonly revisions?: Targets;
}

export interface ShowResult {
  readonly revisions: readonly RevisionReport[];
}

export async function show(caller: Caller, { revisions = "heads" }: ShowRequest): Promise<ShowResult> {
  const project = await openProject(caller);
  const graph = readGraph(project);
  const targets = listOf(revisions);
  const rows = targets.some(asksDatabase) ? (await databaseState(project)).heads : [];
  const ids = new Set(targets.flatMap((target) => resolveRevisions(graph, target, { rows })).map(({ id }) => id));
  return { revisions: [...ids].flatMap((id) => graph.byId.get(id) ?? []).map((node) => reportRevision(node, project)) };
}
