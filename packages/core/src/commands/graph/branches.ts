import { branchPointsOf } from "../../revision/resolve.ts";
import type { Caller } from "../caller.ts";
import { openProject, readGraph } from "../project/project.ts";
import { reportRevision, type RevisionReport } from "../reports/revision.ts";

/** A revision on which several others build. */
export interface BranchPoint extends RevisionReport {
  readonly branches: readonly RevisionReport[];
}

export interface BranchesResult {
  readonly branchPoints: readonly BranchPoint[];
}

export async function branches(caller: Caller): Promise<BranchesResult> {
  const project = await openProject(caller);
  const graph = readGraph(project);
  const branchPoints = branchPointsOf(graph)
    .flatMap(({ id }) => graph.byId.get(id) ?? [])
    .map((node) => ({ ...reportRevision(node, project), branches: node.up.map((above) => reportRevision(above, project)) }));
  return { branchPoints };
}
