import { MigError } from "../../errors.ts";
import type { GraphNode, RevisionGraph } from "../../revision/graph.ts";
import { resolveRevisions } from "../../revision/resolve.ts";
import type { Caller } from "../caller.ts";
import { folderFor } from "../new-revision/folder.ts";
import { newHeader, type HeaderRequest, type NewHeader } from "../new-revision/header.ts";
import { writeRevision } from "../new-revision/write.ts";
import { openProject, readGraph } from "../project/project.ts";
import { listOf, type Targets } from "../run/targets.ts";

export interface MergeRequest extends Omit<HeaderRequest, "dependsOn"> {
  /** The revisions to merge. Absent: "heads". */
  readonly revisions?: Targets;
  /** Absent: it names the revisions. */
  readonly message?: string;
}

export type MergeResult =
  | (NewHeader & { readonly message: string; readonly file: string })
  /** There are fewer than two heads. */
  | { readonly file: null };

export async function merge(caller: Caller, request: MergeRequest): Promise<MergeResult> {
  const { revisions = "heads" } = request;
  const project = await openProject(caller);
  const graph = readGraph(project);
  const targets = listOf(revisions);
  const parents = parentsOf(graph, targets);
  if (parents.length < 2 && targets.every((target) => target === "heads")) return { file: null };
  const header = newHeader(graph, parents, request);
  const { message = `merge ${header.downRevisions.join(" and ")}` } = request;
  const folder = folderFor(project, parents, { cwd: caller.cwd, versionPath: undefined });
  const file = project.shown(await writeRevision({ ...header, message, upgrade: [], downgrade: [] }, folder, project, caller));
  return { ...header, message, file };
}

/** The revisions to join, each once. */
function parentsOf(graph: RevisionGraph, targets: readonly string[]): readonly GraphNode[] {
  const found = targets.flatMap((target) => resolveRevisions(graph, target)).flatMap(({ id }) => graph.byId.get(id) ?? []);
  const twice = found.find((node, at) => found.indexOf(node) !== at);
  if (twice !== undefined) throw new MigError("MERGE_OF_ONE", { revision: twice.id });
  return found;
}
