import { isMigError, MigError } from "../../errors.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Step } from "../../revision/rows.ts";
import { emptySchema } from "../../schema/database-schema.ts";
import type { RevisionFunction, RevisionModule } from "../files/import-revision.ts";
import { ask } from "../ask.ts";
import { sqlStateOf, type Session } from "../session.ts";
import { insertFailedSql, type LogEntry, type Mark } from "../tables/log-table.ts";
import { rowChanges } from "../tables/version-table.ts";
import type { OwnWait } from "../environment/event.ts";
import { Interruption, interruptible } from "./interrupt.ts";
import { withRows } from "../losses/count-losses.ts";
import { afterStatements, isReal, losesRows, lossesOf, unmodelledIn, type Loss } from "../losses/losses.ts";
import { ownCode } from "./own-code.ts";
import { PieceFailure } from "./piece.ts";
import { planRecorded } from "../record/plan-recorded.ts";
import { beginFunction, type BegunFunction } from "../record/begun.ts";
import type { Read } from "../record/recorder.ts";
import { resumeOf, type Part } from "../resume/resume.ts";
import { createRetry, type Retry, type SeenBlocked } from "../retry/retry.ts";
import { afterFailure, isConnectionLost, stepError, type FailedStep } from "./step-error.ts";
import { StepScript, type StepSetting } from "./step-script.ts";
import { AnswersChanged } from "./transaction.ts";
import type { Worker } from "../lock/worker.ts";

/** One step, with where it starts. */
export interface StepToRun {
  readonly step: Step;
  readonly revision: Revision;
  /** Rows of the version table before it. */
  readonly headsBefore: readonly string[];
  /** How far an earlier run came with it. Absent: no other began it. */
  readonly mark?: Mark;
}

/** The connection was lost in a step; whether it had committed is for the caller to find out. */
export class LostInStep extends Error {
  override readonly name = "LostInStep";
}

/** What came of a step. */
export interface StepRun {
  /** Statements run, tries included. */
  readonly statements: number;
  /** What its statements lost. */
  readonly losses: readonly Loss[];
}

/**
 * Runs one revision's upgrade or downgrade to its end. Where its only trouble is that a table is in use, its open transaction is sent
 * again; the function starts again only if what it had read has changed meanwhile.
 */
export async function runStep(worker: Worker, toRun: StepToRun): Promise<StepRun> {
  const { revision, step, headsBefore } = toRun;
  const module = await worker.importRevision(revision);
  const run = stepFunction(module, revision, step);
  const { checksum, effect } = step.rowsOnly === true ? {} : module;
  const entry = {
    revision: revision.id,
    direction: step.direction,
    headsBefore,
    headsAfter: step.headsAfter,
    ...(checksum === undefined ? {} : { checksum }),
    ...(effect === undefined ? {} : { effect }),
  };
  const retry = createRetry(worker, revision);
  let mark = toRun.mark;
  let ran = 0;
  let recorded: Part | undefined;
  for (let start = 1; ; start += 1) {
    const script = scriptOf(worker, toRun, { entry, retry, mark });
    const losses: Loss[] = [];
    const lose = async (found: readonly Loss[]): Promise<void> => {
      const more = await withRows(worker.session, found, script);
      losses.push(...more.filter(isReal));
      if (step.direction === "downgrade" && worker.mayLose === false) refuseLoss(more, revision, script);
      if (start === 1 && more.length > 0) worker.tell({ kind: "losing", revision: revision.id, direction: step.direction, losses: more });
    };
    try {
      const one: OneRun = { session: worker.session, revision, direction: step.direction, lose };
      const begin = (): BegunFunction => (start === 1 ? worker.take?.(step) : undefined) ?? beginFunction(run);
      await interruptible(worker, recorded === undefined ? runOnce(worker, script, begin, one) : runRecorded(script, recorded, one));
      retry.stop();
      return { statements: ran + script.ran, losses };
    } catch (error) {
      mark = script.mark ?? mark;
      ran += script.ran;
      const failed: FailedStep = { revision, direction: step.direction, tables: worker.tables, ...(mark === undefined ? {} : { mark }) };
      await settle(script, error, failed).catch((problem: unknown) => {
        retry.stop();
        throw problem;
      });
      if (error instanceof AnswersChanged) continue;
      recorded = recorded === undefined ? recordedRest(error, mark) : undefined;
      if (recorded !== undefined) continue;
      retry.stop();
      throw await lastError(worker, error, { failed, entry, seen: retry.seen() });
    }
  }
}

/** The rest of the revision as an earlier run recorded it, where the function of the same file gives something else now. */
function recordedRest(error: unknown, mark: Mark | undefined): Part | undefined {
  if (!(isMigError(error) && error.code === "RESUME_MISMATCH") || mark === undefined) return undefined;
  const part = resumeOf(mark)?.part;
  const { details } = error as MigError<"RESUME_MISMATCH">; // as its code says
  return details.isSameFile && part?.ends === true ? part : undefined;
}

/** The function of one direction. */
export function functionOf(module: RevisionModule, { id, file }: Revision, direction: Step["direction"]): RevisionFunction {
  const run = module[direction];
  if (run !== undefined) return run;
  throw new MigError(
    "REVISION_FUNCTION_MISSING",
    { revision: id, file: file ?? "no file", name: direction },
    file === undefined ? {} : { place: { file } },
  );
}

/** What a step runs: nothing, where only the rows move. */
export const stepFunction = (module: RevisionModule, revision: Revision, { direction, rowsOnly }: Step): RevisionFunction =>
  rowsOnly === true ? () => {} : functionOf(module, revision, direction);

interface ScriptOptions {
  readonly entry: StepSetting["entry"];
  readonly retry: Retry;
  readonly mark: Mark | undefined;
}

function scriptOf(
  { session, tables, signal }: Worker,
  { step, headsBefore }: StepToRun,
  { entry, retry, mark }: ScriptOptions,
): StepScript {
  return new StepScript({
    session,
    tables,
    entry,
    moves: rowChanges(headsBefore, step.headsAfter),
    retry,
    ...(mark === undefined ? {} : { mark }),
    ...(signal === undefined ? {} : { signal }),
  });
}

interface OneRun {
  readonly session: Session;
  readonly revision: Revision;
  readonly direction: Step["direction"];
  /** Told what is about to be lost. */
  readonly lose: (losses: readonly Loss[]) => Promise<void>;
}

async function runOnce(
  { tell, revisionTimeoutSeconds, lockedWaitSeconds, signal }: Worker,
  script: StepScript,
  begin: () => BegunFunction,
  { session, revision, direction, lose }: OneRun,
): Promise<void> {
  let isBegun = false; // a transaction may be open
  const add = async (operations: readonly Operation[], ends: boolean): Promise<void> => {
    const plan = planRecorded(operations, revision);
    const losses = lossesOf(afterStatements(plan, script.doneBefore));
    await lose(
      losses.length === 0 || isBegun
        ? losses
        : lossesOf(
            afterStatements(
              planRecorded(operations, { ...revision, before: { ...emptySchema, unmodelled: await unmodelledIn(session) } }),
              script.doneBefore,
            ),
          ),
    );
    isBegun = true;
    return script.add(plan, { operations, ends });
  };
  const about = { revision: revision.id, direction };
  const code = ownCode({
    limits: { revisionTimeoutSeconds, lockedWaitSeconds },
    isOpen: () => script.isOpen,
    onWait: (wait: OwnWait) => tell({ kind: "slow", ...about, ...wait }),
    onLimit: (wait: OwnWait) => new MigError("REVISION_HANGS", { ...about, ...wait, after: afterFailure(script) }),
    signal,
  });
  let failure: { readonly error: unknown } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const read: Read = (operations, sql, params) => {
    // One at a time: each is answered after what was recorded before it.
    const answer = code.inDatabase(sql, () =>
      last.then(async () => {
        if (failure !== undefined) throw failure.error;
        await add(operations, false);
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
  if (failure !== undefined) throw failure.error; // a read that failed, and that the function caught
  await add(operations, true);
  await script.finish();
}

/** What is left of a revision, as its function recorded it in an earlier run. */
async function runRecorded(script: StepScript, part: Part, { revision, lose }: OneRun): Promise<void> {
  const plan = planRecorded(part.operations, revision);
  script.useRecorded(part);
  await lose(lossesOf(afterStatements(plan, script.doneBefore)));
  await script.add(plan, { operations: part.operations, ends: true });
  await script.finish();
}

/** What was not asked about, such as what a downgrade does after a read, is not lost without a yes. */
function refuseLoss(losses: readonly Loss[], revision: Revision, script: StepScript): void {
  const lost = losses.filter(losesRows).map((loss) => ({ revision: revision.id, ...loss }));
  if (lost.length > 0) throw new MigError("LOSS_NOT_CONFIRMED", { losses: lost, direction: "downgrade", after: afterFailure(script) });
}

/** Rolls back; throws what needs no rollback because there is nothing to talk to any more. */
async function settle(script: StepScript, error: unknown, failed: FailedStep): Promise<void> {
  if (isConnectionLost(error)) throw new LostInStep("Connection lost.", { cause: error });
  await script.rollback().catch((problem: unknown) => {
    if (error instanceof Interruption) throw new MigError("INTERRUPTED", { after: afterFailure(failed) });
    throw new LostInStep("Connection lost.", { cause: problem });
  });
}

async function lastError(
  worker: Worker,
  error: unknown,
  { failed, entry, seen }: { failed: FailedStep; entry: LogEntry; seen: SeenBlocked },
): Promise<Error> {
  const { revision } = failed;
  const after = afterFailure(failed);
  if (error instanceof Interruption || worker.signal?.aborted === true) return new MigError("INTERRUPTED", { after }, { cause: error });
  if (worker.watch?.lock.isHeld() === false) return new MigError("LOCK_LOST", { after }, { cause: error });
  if (error instanceof PieceFailure && sqlStateOf(error) === "55P03") {
    return new MigError(
      "TABLE_LOCK_NOT_OBTAINED",
      { revision: revision.id, statement: error.piece.sql, ...seen, after },
      { cause: error.cause },
    );
  }
  const final = stepError(error, failed);
  // Best effort: what happened is said in any case.
  if (failed.mark === undefined && final.code !== "HEADS_MOVED")
    await ask(worker.session, [insertFailedSql(worker.tables.log, entry, sqlStateOf(error) ?? final.code).sql], { writes: true }).catch(
      () => {},
    );
  return final;
}
