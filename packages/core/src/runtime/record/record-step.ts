import { applyAll } from "../../operation/engine.ts";
import type { Plan } from "../../plan/plan.ts";
import { kinds, type Operation } from "../../postgres/objects/index.ts";
import type { Step } from "../../revision/rows.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { planRecorded } from "./plan-recorded.ts";
import { createRecorder } from "./recorder.ts";
import { withPatience } from "../files/patience.ts";
import { loadStep } from "../step/load-step.ts";
import { hangsBefore, stepError } from "../step/step-error.ts";
import type { Environment } from "../environment/environment.ts";

/** What a revision would do, recorded without running it. */
export interface RecordedStep extends Step {
  readonly plan: Plan;
  /** The revision's first read. What follows depends on its answer and is not in the plan. Absent: the plan is complete. */
  readonly read?: string;
}

export type Offline = Pick<Environment, "graph" | "tables" | "importRevision" | "revisionTimeoutSeconds" | "mirror">;

/** Thrown into a revision that reads, to end it there. */
class ReadOffline extends Error {
  override readonly name = "ReadOffline";
}

/** Records a step's operations. `before` is the schema that they start from, for exact facts; the schema after them is handed back. */
export async function recordStep(
  environment: Offline,
  step: Step,
  before?: DatabaseSchema,
): Promise<{ readonly recorded: RecordedStep; readonly after?: DatabaseSchema }> {
  const { revision, run } = await loadStep(environment, step);
  let read: string | undefined;
  let operations: readonly Operation[] = [];
  const recorder = createRecorder(async (recorded, sql) => {
    if (read === undefined) operations = recorded;
    read ??= sql;
    throw new ReadOffline("There is no database to read from.");
  }, revision.file);
  try {
    await withPatience(Promise.resolve(run(recorder.op)), { seconds: environment.revisionTimeoutSeconds, onLimit: hangsBefore(step) });
  } catch (error) {
    if (read === undefined) throw stepError(error, { revision, direction: step.direction, tables: environment.tables });
  }
  const rest = recorder.end();
  if (read === undefined) operations = rest;
  const plan = planRecorded(operations, { file: revision.file, before });
  const recorded = { ...step, plan, ...(read === undefined ? {} : { read }) };
  return {
    recorded,
    ...(before === undefined
      ? {}
      : { after: { ...applyAll(before, operations, kinds), ...(plan.unmodelled === undefined ? {} : { unmodelled: plan.unmodelled }) } }),
  };
}
