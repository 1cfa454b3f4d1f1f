import { withSession } from "../connection/with-session.ts";
import type { Environment } from "../environment/environment.ts";
import { planSteps } from "./plan-steps.ts";
import type { Planner } from "./planners.ts";
import { readPosition } from "./position.ts";
import { problemsAt } from "./problems.ts";
import { someProblems, type RunReport } from "./report.ts";

export interface RunOptions {
  /** As the caller wrote them. */
  readonly targets: readonly string[];
  /** Absent: no. */
  readonly allowLoss?: boolean;
}

/**
 * An upgrade or a downgrade: where the database is, the steps from there, then their application. Without anything to do it takes no
 * lock, writes nothing, and does not load what runs revisions.
 */
export async function run(environment: Environment, planner: Planner, { targets, allowLoss = false }: RunOptions): Promise<RunReport> {
  const { graph } = environment;
  return withSession(environment, { creates: true }, async (session) => {
    const start = await readPosition(environment, session);
    const steps = planSteps(graph, planner, start);
    const problems = someProblems(problemsAt(graph, start));
    if (steps.length > 0) {
      const { applyPlanned } = await import("./apply-planned.ts");
      return { ...(await applyPlanned(environment, session, { steps, planner, start, targets, allowLoss })), ...problems };
    }
    if (start.recorded.found !== undefined) {
      const { recordFoundAlone } = await import("./record-found.ts");
      await recordFoundAlone(environment, session);
    }
    return { before: start.heads, after: start.heads, steps: [], ...problems };
  });
}
