import { MigError } from "../../errors.ts";
import { statementsOf } from "../../plan/plan.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import type { Step } from "../../revision/rows.ts";
import type { Revision } from "../../revision/revision.ts";
import { recordStep, type Offline } from "../record/record-step.ts";
import type { OpenMirror } from "./mirror.ts";

/**
 * A mirror has the migrations that revisions were adopted from.
 * @throws MigError MIRROR_ELSEWHERE
 */
export function requireAdopted({ graph, mirror }: { readonly graph: RevisionGraph; readonly mirror: OpenMirror }): void {
  for (const { revision } of graph.nodes) {
    const lacking = mirror.lacks?.(revision);
    if (lacking !== undefined) throw new MigError("MIRROR_ELSEWHERE", { tool: mirror.name, revision: revision.id, ...lacking });
  }
}

/**
 * Writes the other tool's files of revisions, lowest first, where they are missing or not what the revisions do. Gives the paths of what
 * was written.
 * @throws MigError for a revision that cannot be recorded
 */
export async function writeMirror(
  environment: Offline & { readonly mirror: OpenMirror },
  revisions: readonly Revision[],
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const revision of revisions) {
    if (revision.adopts !== undefined) continue;
    const step: Step = { revision: revision.id, direction: "upgrade", headsAfter: [revision.id] };
    const { recorded } = await recordStep(environment, step);
    const statements = statementsOf(recorded.plan).map(({ sql }) => sql);
    const file = environment.mirror.write(revision, { statements, isPartial: recorded.read !== undefined });
    if (file !== undefined) written.push(file);
  }
  return written;
}
