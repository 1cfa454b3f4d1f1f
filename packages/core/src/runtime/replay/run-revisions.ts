import type { Revision } from "../../revision/revision.ts";
import { recordStep, type Offline } from "../record/record-step.ts";
import type { Session } from "../session.ts";
import { runPlan } from "./scratch.ts";

/**
 * Runs revisions one after the other in a scratch database, as an upgrade does but for mig's own tables. Gives the first that cannot be run
 * so, since it reads the database while it runs; undefined: all ran.
 * @throws StatementRefused
 */
export async function runRevisions(session: Session, environment: Offline, revisions: readonly Revision[]): Promise<Revision | undefined> {
  for (const revision of revisions) {
    const { recorded } = await recordStep(environment, { revision: revision.id, direction: "upgrade", headsAfter: [revision.id] });
    if (recorded.read !== undefined) return revision;
    await runPlan(session, recorded.plan);
  }
  return undefined;
}
