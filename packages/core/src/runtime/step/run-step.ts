import { setTimeout as delay } from "node:timers/promises";
import { MigError } from "../../errors.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Step } from "../../revision/rows.ts";
import type { RevisionFunction, RevisionModule } from "../files/import-revision.ts";
import { ask } from "../ask.ts";
import { sqlStateOf } from "../session.ts";
import { insertFailedSql, type LogEntry, type Mark } from "../tables/log-table.ts";
import { rowChanges } from "../tables/version-table.ts";
import { Interruption, interruptible } from "./interrupt.ts";
import { lossesOf, type Loss } from "./losses.ts";
import { PieceFailure } from "./piece.ts";
import { planRecorded } from "../record/plan-recorded.ts";
import { createRecorder } from "../record/recorder.ts";
import { afterFailure, isConnectionLost, passingStates, stepError, type FailedStep } from "./step-error.ts";
import { StepScript } from "./step-script.ts";
import { pauseMilliseconds, transactionSettings, watchBlockers } from "./table-lock.ts";
import type { Worker } from "./worker.ts";

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

/** Runs one revision's upgrade or downgrade to its end, again where its only trouble is that a table is in use. */
export async function runStep(worker: Worker, toRun: StepToRun): Promise<StepRun> {
  const { revision, step, headsBefore } = toRun;
  const module = await worker.importRevision(revision);
  const run = stepFunction(module, revision, step);
  const { checksum, effect } = step.rowsOnly === true ? {} : module;
  const entry: LogEntry = { revision: revision.id, direction: step.direction, headsBefore, headsAfter: step.headsAfter, ...(checksum === undefined ? {} : { checksum }), ...(effect === undefined ? {} : { effect }) };
  let mark = toRun.mark;
  let ran = 0;
  let firstFailure: number | undefined;
  let blockers: readonly string[] = [];
  let losses: Loss[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const script = scriptOf(worker, toRun, { entry, attempt, mark });
    const watcher = watchBlockers(worker, attempt, (seen) => worker.tell({ kind: "blocked", revision: revision.id, blockers: seen }));
    losses = [];
    const lose = (more: readonly Loss[]): void => {
      losses.push(...more);
      if (attempt === 1 && more.length > 0) worker.tell({ kind: "losing", revision: revision.id, direction: step.direction, losses: more });
    };
    try {
      await interruptible(worker, runOnce(script, run, { revision, lose }));
      return { statements: ran + script.ran, losses };
    } catch (error) {
      watcher.stop();
      blockers = watcher.seen().length === 0 ? blockers : watcher.seen();
      mark = script.mark ?? mark;
      ran += script.ran;
      const failed: FailedStep = { revision, direction: step.direction, tables: worker.tables, ...(mark === undefined ? {} : { mark }) };
      await settle(script, error, failed);
      firstFailure ??= Date.now();
      if (!mayPass(error, worker, (Date.now() - firstFailure) / 1000)) throw await lastError(worker, error, { failed, entry, blockers });
      await delay(pauseMilliseconds(attempt), undefined, worker.signal === undefined ? {} : { signal: worker.signal }).catch(() => {}); // interrupted: the next try ends at once
    } finally {
      watcher.stop();
    }
  }
}

/** The function of one direction. */
export function functionOf(module: RevisionModule, { id, file }: Revision, direction: Step["direction"]): RevisionFunction {
  const run = module[direction];
  if (run !== undefined) return run;
  throw new MigError("REVISION_FUNCTION_MISSING", { revision: id, file: file ?? "no file", name: direction }, file === undefined ? {} : { place: { file } });
}

/** What a step runs: nothing, where only the rows move. */
export const stepFunction = (module: RevisionModule, revision: Revision, { direction, rowsOnly }: Step): RevisionFunction =>
  rowsOnly === true ? () => {} : functionOf(module, revision, direction);

function scriptOf(worker: Worker, { step, headsBefore }: StepToRun, { entry, attempt, mark }: { entry: LogEntry; attempt: number; mark: Mark | undefined }): StepScript {
  const { session, tables, signal } = worker;
  return new StepScript({
    session,
    tables,
    entry,
    moves: rowChanges(headsBefore, step.headsAfter),
    settings: transactionSettings(worker, attempt),
    ...(mark === undefined ? {} : { mark }),
    ...(signal === undefined ? {} : { signal }),
  });
}

interface OneRun {
  readonly revision: Revision;
  /** Told what is about to be lost. */
  readonly lose: (losses: readonly Loss[]) => void;
}

async function runOnce(script: StepScript, run: RevisionFunction, { revision, lose }: OneRun): Promise<void> {
  const add = (recorded: readonly Operation[]): Promise<void> => {
    const plan = planRecorded(recorded, revision);
    lose(lossesOf(plan));
    return script.add(plan);
  };
  const recorder = createRecorder(async (recorded, sql, params) => {
    await add(recorded);
    return script.read(sql, params);
  });
  try {
    await run(recorder.op);
  } catch (error) {
    recorder.end();
    throw error;
  }
  const pending = recorder.pendingRead();
  const rest = recorder.end();
  if (pending !== undefined) throw new MigError("QUERY_NOT_AWAITED", { revision: revision.id, sql: pending, after: afterFailure({}) });
  await add(rest);
  await script.finish();
}

/** Rolls back; throws what needs no rollback because there is nothing to talk to any more. */
async function settle(script: StepScript, error: unknown, failed: FailedStep): Promise<void> {
  if (isConnectionLost(error)) throw new LostInStep("Connection lost.", { cause: error });
  await script.rollback().catch((problem: unknown) => {
    if (error instanceof Interruption) throw new MigError("INTERRUPTED", { after: afterFailure(failed) });
    throw new LostInStep("Connection lost.", { cause: problem });
  });
}

function mayPass(error: unknown, { tableLockSeconds, watch, signal }: Worker, seconds: number): boolean {
  if (!(error instanceof PieceFailure) || signal?.aborted === true || watch?.lock.isHeld() === false) return false;
  const state = sqlStateOf(error) ?? "";
  return passingStates.includes(state) && seconds < (state === "55P03" ? tableLockSeconds : Math.max(tableLockSeconds, 10));
}

async function lastError(worker: Worker, error: unknown, { failed, entry, blockers }: { failed: FailedStep; entry: LogEntry; blockers: readonly string[] }): Promise<Error> {
  const { revision } = failed;
  const after = afterFailure(failed);
  if (error instanceof Interruption || worker.signal?.aborted === true) return new MigError("INTERRUPTED", { after }, { cause: error });
  if (worker.watch?.lock.isHeld() === false) return new MigError("LOCK_LOST", { after }, { cause: error });
  if (error instanceof PieceFailure && sqlStateOf(error) === "55P03") {
    return new MigError("TABLE_LOCK_NOT_OBTAINED", { revision: revision.id, statement: error.piece.sql, seconds: worker.tableLockSeconds, blockers, after }, { cause: error.cause });
  }
  const final = stepError(error, failed);
  // Best effort: what happened is said in any case.
  if (failed.mark === undefined && final.code !== "HEADS_MOVED") await ask(worker.session, [insertFailedSql(worker.tables.log, entry, sqlStateOf(error) ?? final.code).sql], { writes: true }).catch(() => {});
  return final;
}
