import { isMigError, MigError } from "../../errors.ts";
import { ask } from "../ask.ts";
import type { StepNotice } from "../environment/event.ts";
import type { Worker } from "../lock/worker.ts";
import type { Consent } from "../losses/confirm-losses.ts";
import { withRows } from "../losses/count-losses.ts";
import { lossesToConfirm } from "../losses/doubts.ts";
import { isReal, lossesOf, type Loss } from "../losses/losses.ts";
import { beginFunction } from "../record/begun.ts";
import { resumeOf, type Part } from "../resume/resume.ts";
import { createFollow } from "../progress/follow.ts";
import { createRetry, type SeenBlocked } from "../retry/retry.ts";
import { sqlStateOf } from "../session.ts";
import { insertFailedSql, type LogEntry, type Mark } from "../tables/log-table.ts";
import { rowChanges } from "../tables/version-table.ts";
import { runFunction, runRecorded, type Attempt } from "./attempt.ts";
import { Interruption, interruptible } from "./interrupt.ts";
import type { LoadedStep } from "./load-step.ts";
import { createNotices } from "./notices.ts";
import { PieceFailure } from "./piece.ts";
import { afterFailure, isConnectionLost, stepError, type FailedStep } from "./step-error.ts";
import { StepScript, type StepSetting } from "./step-script.ts";
import { AnswersChanged } from "./transaction.ts";

/** One step, with where it starts. */
export interface StepToRun {
  readonly loaded: LoadedStep;
  /** Rows of the version table before it. */
  readonly headsBefore: readonly string[];
  /** How far an earlier run came with it. Absent: no earlier run began it. */
  readonly mark?: Mark;
  readonly consent: Consent;
}

/** The connection was lost in a step; whether it had committed is for the caller to find out. */
export class LostInStep extends Error {
  override readonly name = "LostInStep";
}

/** The result of a step. */
export interface StepRun {
  /** Statements run, tries included. */
  readonly statements: number;
  /** What its statements lost. */
  readonly losses: readonly Loss[];
  /** What PostgreSQL said of its statements, the first of each. */
  readonly notices: readonly StepNotice[];
  /** How many more it said. Absent: none. */
  readonly noticesLeftOut?: number;
}

/**
 * Runs one revision's upgrade or downgrade to its end. If its only trouble is that a table is in use, its open transaction is sent
 * again; the function starts again only if what it had read has changed meanwhile.
 */
export async function runStep(worker: Worker, { loaded, headsBefore, mark: earlier, consent }: StepToRun): Promise<StepRun> {
  const { step, revision, run } = loaded;
  const entry = entryOf(loaded, headsBefore);
  const retry = createRetry(worker, revision);
  const notices = createNotices(revision, step.direction, worker.tell);
  const about = { revision: revision.id, direction: step.direction };
  const follow = createFollow(worker, (progress) => worker.tell({ kind: "progress", ...about, ...progress }));
  let mark = earlier;
  let ran = 0;
  let recorded: Part | undefined;
  try {
    for (let start = 1; ; start += 1) {
      const moves = rowChanges(headsBefore, step.headsAfter);
      const mirrored = worker.mirror?.[step.direction === "upgrade" ? "applied" : "reverted"](revision) ?? [];
      const script = scriptOf(worker, { entry, moves, mirrored, retry, notices, follow, mark });
      const losses: Loss[] = [];
      const lose: Attempt["lose"] = async (plan) => {
        if (!consent.mayLose(step)) refuseLoss(await lossesToConfirm(worker.session, plan, script), loaded, script);
        const more = await withRows(worker.session, lossesOf(plan), script);
        losses.push(...more.filter(isReal));
        if (start === 1 && more.length > 0) worker.tell({ kind: "losing", ...about, losses: more });
      };
      const begin: Attempt["begin"] = () => (start === 1 ? consent.take(step) : undefined) ?? beginFunction(run, revision.file);
      const attempt: Attempt = { script, loaded, begin, lose };
      try {
        await interruptible(worker, recorded === undefined ? runFunction(worker, attempt) : runRecorded(attempt, recorded));
        const leftOut = notices.leftOut();
        const more = leftOut === 0 ? {} : { noticesLeftOut: leftOut };
        return { statements: ran + script.ran, losses, notices: notices.told, ...more };
      } catch (error) {
        mark = script.mark ?? mark;
        ran += script.ran;
        const failed: FailedStep = { revision, direction: step.direction, tables: worker.tables, ...(mark === undefined ? {} : { mark }) };
        await rollBack(script, error, failed);
        if (error instanceof AnswersChanged) continue;
        recorded = recorded === undefined ? recordedRest(error, mark) : undefined;
        if (recorded === undefined) throw await lastError(worker, error, { failed, entry, seen: retry.seen() });
      }
    }
  } finally {
    retry.stop();
  }
}

/** The step's row of the log. */
function entryOf({ step, revision, module }: LoadedStep, headsBefore: readonly string[]): StepSetting["entry"] {
  const { checksum, effect } = step.rowsOnly === true ? {} : module;
  return {
    revision: revision.id,
    direction: step.direction,
    headsBefore,
    headsAfter: step.headsAfter,
    ...(checksum === undefined ? {} : { checksum }),
    ...(effect === undefined ? {} : { effect }),
  };
}

interface ScriptOptions extends Pick<StepSetting, "entry" | "moves" | "mirrored" | "retry" | "notices" | "follow"> {
  readonly mark: Mark | undefined;
}

function scriptOf({ session, tables, signal }: Worker, { mark, ...options }: ScriptOptions): StepScript {
  return new StepScript({
    session,
    tables,
    ...options,
    ...(mark === undefined ? {} : { mark }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The rest of the revision as an earlier run recorded it, if the function of the unchanged file now gives other statements. */
function recordedRest(error: unknown, mark: Mark | undefined): Part | undefined {
  if (!(isMigError(error) && error.code === "RESUME_MISMATCH") || mark === undefined) return undefined;
  const part = resumeOf(mark)?.part;
  const { details } = error as MigError<"RESUME_MISMATCH">; // as its code says
  return details.isSameFile && part?.ends === true ? part : undefined;
}

/** Losses that nobody was asked about, such as those of a downgrade after a read, are refused. */
function refuseLoss(losses: readonly Loss[], { step: { revision, direction } }: LoadedStep, script: StepScript): void {
  const lost = losses.map((loss) => ({ revision, ...loss }));
  if (lost.length > 0) throw new MigError("LOSS_NOT_CONFIRMED", { losses: lost, direction, after: afterFailure(script) });
}

/** Rolls back. Throws if there is no connection left to do it. */
async function rollBack(script: StepScript, error: unknown, failed: FailedStep): Promise<void> {
  if (isConnectionLost(error)) throw new LostInStep("Connection lost.", { cause: error });
  await script.rollback().catch((problem: unknown) => {
    if (error instanceof Interruption) throw new MigError("INTERRUPTED", { after: afterFailure(failed) });
    throw new LostInStep("Connection lost.", { cause: problem });
  });
}

interface Failure {
  readonly failed: FailedStep;
  readonly entry: LogEntry;
  readonly seen: SeenBlocked;
}

async function lastError(worker: Worker, error: unknown, { failed, entry, seen }: Failure): Promise<Error> {
  const { revision } = failed;
  const after = afterFailure(failed);
  if (error instanceof Interruption || worker.signal?.aborted === true) return new MigError("INTERRUPTED", { after }, { cause: error });
  if (worker.watch?.lock.isHeld() === false) return new MigError("LOCK_LOST", { after }, { cause: error });
  if (error instanceof PieceFailure && sqlStateOf(error) === "55P03") {
    const { sql: statement } = error.piece;
    return new MigError("TABLE_LOCK_NOT_OBTAINED", { revision: revision.id, statement, ...seen, after }, { cause: error.cause });
  }
  const final = stepError(error, failed);
  // Best effort: the error is reported in any case.
  if (failed.mark === undefined && final.code !== "HEADS_MOVED")
    await ask(worker.session, [insertFailedSql(worker.tables.log, entry, sqlStateOf(error) ?? final.code).sql], { writes: true }).catch(
      () => {},
    );
  return final;
}
