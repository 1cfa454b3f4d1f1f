import { some } from "../../errors/some.ts";
import { effectiveHeadsOf, headsOf } from "../../revision/resolve.ts";
import type { Caller } from "../caller.ts";
import { openProject, readGraph } from "../project/project.ts";
import { headsSideBySide } from "../project/side-by-side.ts";
import { reportRevision, type RevisionReport } from "../reports/revision.ts";

export interface HeadsRequest {
  /** Leave out heads that another revision depends on. */
  readonly resolveDependencies?: boolean;
}

export interface HeadsResult {
  readonly heads: readonly RevisionReport[];
}

export async function heads(caller: Caller, { resolveDependencies = false }: HeadsRequest): Promise<HeadsResult> {
  const project = await openProject(caller);
  const graph = readGraph(project);
  const found = (resolveDependencies ? effectiveHeadsOf : headsOf)(graph);
  const reports = found.flatMap(({ id }) => graph.byId.get(id) ?? []).map((node) => reportRevision(node, project));
  if (reports.length === 0) caller.advise('There are no revisions yet. Write one with: mig revision -m "..."');
  const sideBySide = headsSideBySide(graph);
  if (sideBySide.length > 0) {
    caller.advise(
      `${sideBySide.length} heads (${some(sideBySide)}): they branch from a common revision. ` +
        `Join them with "mig merge", or move yours on top of the other with "mig rebase".`,
    );
  }
  return { heads: reports };
}
