import { isMigError, MigError } from "../../errors.ts";
import type { Step } from "../../revision/rows.ts";
import { withPatience } from "../files/patience.ts";
import { beginFunction, type BegunFunction } from "../record/begun.ts";
import { planRecorded } from "../record/plan-recorded.ts";
import type { Session } from "../session.ts";
import { withRows } from "./count-losses.ts";
import { afterStatements, lossesOf, losesRows, type ConfirmWhen, type RevisionLoss } from "./losses.ts";
import { stepFunction } from "../step/run-step.ts";
import type { Mark } from "../tables/log-table.ts";
import type { Environment } from "../environment/environment.ts";

/** Whether steps of these directions need a yes before rows are lost. */
export const needsYes = (steps: readonly Step[], when: ConfirmWhen): boolean =>
  when !== "never" && steps.some(({ direction }) => when === "always" || direction === "downgrade");

/** What fails here fails in the run, and is told there; what hangs would hang again. */
function otherThanHanging(error: unknown): undefined {
  if (isMigError(error) && error.code === "REVISION_HANGS") throw error;
}

/** What came of asking. */
export interface Confirmed {
  /** True: whatever the steps lose may be lost. False: there is nothing to lose, and what turns up later was not asked about. */
  readonly mayLose: boolean;
  /** The function of a step, as it was begun to find that out: the run goes on with it, so that nothing is decided twice. */
  readonly take: (step: Step) => BegunFunction | undefined;
}

export interface ConfirmOptions {
  /** How far an earlier run came with a step. */
  readonly unfinished: readonly Mark[];
}

/**
 * Finds out which rows the steps would lose, before anything is locked, and asks.
 * @throws MigError LOSS_NOT_CONFIRMED
 */
export async function confirmLosses(
  environment: Environment,
  session: Session,
  steps: readonly Step[],
  { unfinished }: ConfirmOptions,
): Promise<Confirmed> {
  const losses: RevisionLoss[] = [];
  const begun = new Map<string, BegunFunction>();
  for (const step of steps.filter((one) => needsYes([one], environment.confirmLoss))) {
    const revision = environment.graph.byId.get(step.revision)?.revision;
    if (revision === undefined) throw new MigError("REVISION_NOT_FOUND", { revision: step.revision });
    const started = beginFunction(stepFunction(await environment.importRevision(revision), revision, step));
    begun.set(keyOf(step), started);
    const onLimit = (seconds?: number): MigError =>
      new MigError("REVISION_HANGS", {
        revision: revision.id,
        direction: step.direction,
        seconds: seconds ?? 0,
        isOpen: false,
        isForEver: seconds === undefined,
        after: "is as it was",
      });
    const plan = await withPatience(started.beginning, { seconds: environment.revisionTimeoutSeconds, onLimit })
      .then(({ operations }) => planRecorded(operations, { file: revision.file }))
      .catch(otherThanHanging);
    const done = unfinished.find((mark) => keyOf(mark) === keyOf(step))?.statementsDone ?? 0;
    const found = plan === undefined ? [] : await withRows(session, lossesOf(afterStatements(plan, done)), { isOpen: false });
    losses.push(...found.filter(losesRows).map((loss) => ({ revision: step.revision, ...loss })));
  }
  const take: Confirmed["take"] = (step) => {
    const one = begun.get(keyOf(step));
    begun.delete(keyOf(step));
    return one;
  };
  if (losses.length === 0) return { mayLose: false, take };
  const isConfirmed = (await environment.confirmLosses?.(losses)) ?? false;
  if (environment.signal?.aborted === true) throw new MigError("INTERRUPTED", { after: "is as it was" });
  if (!isConfirmed)
    throw new MigError("LOSS_NOT_CONFIRMED", {
      losses,
      direction: steps[0]?.direction ?? "downgrade",
      ...(environment.confirmLosses === undefined ? {} : { answer: "no" as const }),
      after: "is as it was",
    });
  return { mayLose: true, take };
}

const keyOf = ({ revision, direction }: Pick<Step, "revision" | "direction">): string => `${direction} ${revision}`;
