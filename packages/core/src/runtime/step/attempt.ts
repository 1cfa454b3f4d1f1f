import { MigError } from "../../errors.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import { emptySchema } from "../../schema/database-schema.ts";
import type { OwnWait } from "../environment/event.ts";
import type { Worker } from "../lock/worker.ts";
import { afterStatements, lossesOf, unmodelledIn } from "../losses/losses.ts";
import type { BegunFunction } from "../record/begun.ts";
import { planOfRead, planRecorded } from "../record/plan-recorded.ts";
import type { Read } from "../record/recorder.ts";
import type { Part } from "../resume/resume.ts";
import type { LoadedStep } from "./load-step.ts";
import { ownCode } from "./own-code.ts";
import { afterFailure } from "./step-error.ts";
import type { StepScript } from "./step-script.ts";

/** One try of a step. */
export interface Attempt {
  readonly script: StepScript;
  readonly loaded: LoadedStep;
  readonly begin: () => BegunFunction;
  /** Called before a plan runs, to report or refuse what it loses. */
  readonly lose: (plan: Plan) => Promise<void>;
}

/** Runs a step's function and sends what it records, up to each of its reads and to its end. */
export async function runFunction(worker: Worker, { script, loaded, begin, lose }: Attempt): Promise<void> {
  const { step, revision } = loaded;
  const about = { revision: revision.id, direction: step.direction };
  const { revisionTimeoutSeconds, lockedWaitSeconds } = worker;
  const code = ownCode({
    limits: { revisionTimeoutSeconds, lockedWaitSeconds },
    isOpen: () => script.isOpen,
    onWait: (wait: OwnWait) => worker.tell({ kind: "slow", ...about, ...wait }),
    onLimit: (wait: OwnWait) => new MigError("REVISION_HANGS", { ...about, ...wait, after: afterFailure(script) }),
    signal: worker.signal,
  });
  const send = sender(worker, { script, loaded, lose });
  let failure: { readonly error: unknown } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const read: Read = (operations, sql, params) => {
    // One read at a time: what was recorded before it runs first.
    const answer = code.inDatabase(sql, () =>
      last.then(async () => {
        if (failure !== undefined) throw failure.error;
        await send(operations, { ends: false });
        if (!script.isAnswered) await lose(planOfRead(sql));
        return script.read(sql, params);
      }),
    );
    last = answer.catch((error: unknown) => {
      failure ??= { error };
    });
    return answer;
  };
  let begun: BegunFunction | undefined;
  const { operations, pendingRead } = await code
    .run(() => (begun = begin()).finish(read))
    .catch((error: unknown) => {
      begun?.giveUp();
      throw failure?.error ?? error;
    });
  if (pendingRead !== undefined)
    throw new MigError("QUERY_NOT_AWAITED", { revision: revision.id, sql: pendingRead, after: afterFailure({}) });
  if (failure !== undefined) throw failure.error; // the function caught the error of a read
  await send(operations, { ends: true });
  await script.finish();
}

/** Sends what is left of a revision, as its function recorded it in an earlier run. */
export async function runRecorded({ script, loaded, lose }: Attempt, { from, operations }: Part): Promise<void> {
  const plan = planRecorded(operations, loaded.revision);
  script.useRecorded({ from });
  await lose(afterStatements(plan, script.doneBefore));
  await script.add(plan, { operations, ends: true });
  await script.finish();
}

type Send = (operations: readonly Operation[], options: { readonly ends: boolean }) => Promise<void>;

/** Plans and sends operations. Their losses are reported first. */
function sender({ session }: Worker, { script, loaded: { revision }, lose }: Omit<Attempt, "begin">): Send {
  let mayBeOpen = false; // the catalog is read before a transaction begins
  return async (operations, { ends }) => {
    const plan = planRecorded(operations, revision);
    const general = afterStatements(plan, script.doneBefore);
    if (lossesOf(general).length === 0 || mayBeOpen) await lose(general);
    else {
      const before = { ...emptySchema, unmodelled: await unmodelledIn(session) };
      await lose(afterStatements(planRecorded(operations, { ...revision, before }), script.doneBefore));
    }
    mayBeOpen = true;
    await script.add(plan, { operations, ends });
  };
}
