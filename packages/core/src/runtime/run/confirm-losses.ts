import { isMigError, MigError } from "../../errors.ts";
import type { Step } from "../../revision/rows.ts";
import type { Session } from "../session.ts";
import { withRows } from "../step/count-losses.ts";
import { lossesOf, losesRows, type ConfirmWhen, type RevisionLoss } from "../step/losses.ts";
import type { Environment } from "./environment.ts";
import { recordStep } from "./record-step.ts";

/** Whether steps of these directions need a yes before rows are lost. */
export const needsYes = (steps: readonly Step[], when: ConfirmWhen): boolean => when !== "never" && steps.some(({ direction }) => when === "always" || direction === "downgrade");

/** What fails here fails in the run, and is told there; what hangs would hang again. */
function otherThanHanging(error: unknown): undefined {
  if (isMigError(error) && error.code === "REVISION_HANGS") throw error;
}

/**
 * Finds out which rows the steps would lose, before anything is locked, and asks. True: whatever they lose may be lost. False: there
 * is nothing to lose, and what turns up later was not asked about.
 * @throws MigError LOSS_NOT_CONFIRMED
 */
export async function confirmLosses(environment: Environment, session: Session, steps: readonly Step[]): Promise<boolean> {
  const losses: RevisionLoss[] = [];
  for (const step of steps.filter((one) => needsYes([one], environment.confirmLoss))) {
    const plan = await recordStep(environment, step).then(({ recorded }) => recorded.plan, otherThanHanging);
    const found = plan === undefined ? [] : await withRows(session, lossesOf(plan), { isOpen: false });
    losses.push(...found.filter(losesRows).map((loss) => ({ revision: step.revision, ...loss })));
  }
  if (losses.length === 0) return false;
  const isConfirmed = (await environment.confirmLosses?.(losses)) ?? false;
  if (environment.signal?.aborted === true) throw new MigError("INTERRUPTED", { after: "is as it was" });
  if (!isConfirmed) throw new MigError("LOSS_NOT_CONFIRMED", { losses, direction: steps[0]?.direction ?? "downgrade", ...(environment.confirmLosses === undefined ? {} : { answer: "no" as const }), after: "is as it was" });
  return true;
}
