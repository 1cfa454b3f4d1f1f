import { isMigError, MigError } from "../../errors.ts";
import type { Step } from "../../revision/rows.ts";
import type { Environment } from "../environment/environment.ts";
import { withPatience } from "../files/patience.ts";
import { beginFunction, type BegunFunction } from "../record/begun.ts";
import type { Plan } from "../../plan/plan.ts";
import { planOfRead, planRecorded } from "../record/plan-recorded.ts";
import type { Session } from "../session.ts";
import type { LoadedStep, LoadStep } from "../step/load-step.ts";
import { hangsBefore } from "../step/step-error.ts";
import type { Mark } from "../tables/log-table.ts";
import { lossesToConfirm } from "./doubts.ts";
import { afterStatements, type ConfirmWhen, type RevisionLoss } from "./losses.ts";

/** The answer to whether rows may be lost. */
export interface Consent {
  /** Whether a step may lose any rows. If not, no loss was found, and one that turns up later is refused. */
  readonly mayLose: (step: Step) => boolean;
  /** The function of a step that was begun to find the losses; the run continues it, so that nothing is decided twice. Given once. */
  readonly take: (step: Step) => BegunFunction | undefined;
}

export interface ConfirmOptions {
  readonly steps: readonly Step[];
  readonly load: LoadStep;
  /** How far an earlier run came with a step. */
  readonly unfinished: readonly Mark[];
  /** Whether the user has said so already. */
  readonly allowLoss: boolean;
}

/**
 * Finds the rows that the steps would lose, before anything is locked, and asks.
 * @throws MigError LOSS_NOT_CONFIRMED
 */
export async function confirmLosses(
  environment: Environment,
  session: Session,
  { steps, load, unfinished, allowLoss }: ConfirmOptions,
): Promise<Consent> {
  const toAsk = allowLoss ? [] : steps.filter(({ direction }) => needsYes(direction, environment.confirmLoss));
  if (toAsk.length === 0) return { mayLose: () => true, take: () => undefined };
  const losses: RevisionLoss[] = [];
  const begun = new Map<string, BegunFunction>();
  for (const step of toAsk) {
    const loaded = await load(step);
    const started = beginFunction(loaded.run, loaded.revision.file);
    begun.set(keyOf(step), started);
    const done = unfinished.find((mark) => keyOf(mark) === keyOf(step))?.statementsDone ?? 0;
    const plan = await planAhead(environment, loaded, started);
    const found = plan === undefined ? [] : await lossesToConfirm(session, afterStatements(plan, done), { isOpen: false });
    losses.push(...found.map((loss) => ({ revision: step.revision, ...loss })));
  }
  if (losses.length > 0) await requireYes(environment, losses, toAsk[0]?.direction ?? "downgrade");
  const isConfirmed = losses.length > 0;
  return { mayLose: ({ direction }) => isConfirmed || !needsYes(direction, environment.confirmLoss), take: takeFrom(begun) };
}

/** Whether steps of this direction need a yes before rows are lost. */
const needsYes = (direction: Step["direction"], when: ConfirmWhen): boolean =>
  when === "always" || (when === "downgrade" && direction === "downgrade");

/** What a function records up to its first read, and that read. */
async function planAhead(
  { revisionTimeoutSeconds }: Environment,
  { step, revision }: LoadedStep,
  started: BegunFunction,
): Promise<Plan | undefined> {
  try {
    const patience = { seconds: revisionTimeoutSeconds, onLimit: hangsBefore(step) };
    const { operations, read } = await withPatience(started.beginning, patience);
    const { transactions, ...plan } = planRecorded(operations, { file: revision.file });
    return { ...plan, transactions: [...transactions, ...(read === undefined ? [] : planOfRead(read).transactions)] };
  } catch (error) {
    // What fails here fails in the run, which reports it; what hangs would hang again.
    if (isMigError(error) && error.code === "REVISION_HANGS") throw error;
    return undefined;
  }
}

async function requireYes(
  { confirmLosses: ask, signal }: Environment,
  losses: readonly RevisionLoss[],
  direction: Step["direction"],
): Promise<void> {
  const isConfirmed = (await ask?.(losses)) ?? false;
  if (signal?.aborted === true) throw new MigError("INTERRUPTED", { after: "is as it was" });
  if (isConfirmed) return;
  const answer = ask === undefined ? {} : { answer: "no" as const };
  throw new MigError("LOSS_NOT_CONFIRMED", { losses, direction, ...answer, after: "is as it was" });
}

const takeFrom =
  (begun: Map<string, BegunFunction>): Consent["take"] =>
  (step) => {
    const one = begun.get(keyOf(step));
    begun.delete(keyOf(step));
    return one;
  };

const keyOf = ({ revision, direction }: Pick<Step, "revision" | "direction">): string => `${direction} ${revision}`;
