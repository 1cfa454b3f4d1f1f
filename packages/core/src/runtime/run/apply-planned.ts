import type { Environment } from "../environment/environment.ts";
import { withWorker } from "../lock/with-worker.ts";
import { confirmLosses } from "../losses/confirm-losses.ts";
import type { Session } from "../session.ts";
import { loadSteps } from "../step/load-step.ts";
import { applySteps } from "./apply-steps.ts";
import { planRest, type Planned } from "./plan-steps.ts";
import type { RunReport } from "./report.ts";

export interface PlannedRun extends Planned {
  readonly allowLoss: boolean;
}

/** The files of the steps, and what they would lose; then, under the lock, step by step. */
export async function applyPlanned(
  environment: Environment,
  session: Session,
  { allowLoss, ...planned }: PlannedRun,
): Promise<Omit<RunReport, "problems">> {
  const { steps, start } = planned;
  const load = await loadSteps(environment, steps);
  const consent = await confirmLosses(environment, session, { steps, load, unfinished: start.unfinished, allowLoss });
  return withWorker(environment, session, (worker) =>
    applySteps(environment, worker, { load, consent, stepsFrom: (now) => planRest(environment, planned, now) }),
  );
}
