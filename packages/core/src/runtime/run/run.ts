import { withSession } from "../connection/with-session.ts";
import type { Environment } from "../environment/environment.ts";
import { withWorker } from "../lock/with-worker.ts";
import { confirmLosses } from "../losses/confirm-losses.ts";
import { loadSteps } from "../step/load-step.ts";
import { applySteps } from "./apply-steps.ts";
import { planRest, planSteps } from "./plan-steps.ts";
import type { Planner } from "./planners.ts";
import { readPosition } from "./position.ts";
import { problemsAt } from "./problems.ts";
import { recordFoundAlone } from "./record-found.ts";
import { someProblems, type RunReport } from "./report.ts";

export interface RunOptions {
  /** As they were named. */
  readonly targets: readonly string[];
  /** Absent: no. */
  readonly allowLoss?: boolean;
}

/**
 * An upgrade or a downgrade: where the database is, the steps from there, their files, what they would lose; then, under the lock,
 * step by step. Without anything to do it takes no lock, and writes nothing.
 */
export async function run(environment: Environment, planner: Planner, { targets, allowLoss = false }: RunOptions): Promise<RunReport> {
  const { graph } = environment;
  return withSession(environment, { creates: true }, async (session) => {
    const start = await readPosition(environment, session);
    const steps = planSteps(graph, planner, start);
    const problems = someProblems(problemsAt(graph, start));
    if (steps.length === 0) {
      await recordFoundAlone(environment, session, start);
      return { before: start.heads, after: start.heads, steps: [], ...problems };
    }
    const load = await loadSteps(environment, steps);
    const consent = await confirmLosses(environment, session, { steps, load, unfinished: start.unfinished, allowLoss });
    return withWorker(environment, session, async (worker) => {
      const done = await applySteps(environment, worker, {
        load,
        consent,
        stepsFrom: (now) => planRest(environment, { steps, planner, start, targets }, now),
      });
      return { ...done, ...problems };
    });
  });
}
