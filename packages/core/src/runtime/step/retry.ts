import { setTimeout as delay } from "node:timers/promises";
import type { Revision } from "../../revision/revision.ts";
import { sqlStateOf } from "../session.ts";
import { PieceFailure } from "./piece.ts";
import { passingStates } from "./step-error.ts";
import { pauseMilliseconds, transactionSettings, watchBlockers } from "./table-lock.ts";
import type { Worker } from "./worker.ts";

/** The tries of a step's transactions: a table that is in use is tried for again, for some time. */
export interface Retry {
  /** Statements that follow each BEGIN. */
  readonly settings: () => readonly string[];
  /** After a failure: waits and says true if the same again may succeed. Nothing may be open meanwhile. */
  readonly again: (error: unknown) => Promise<boolean>;
  /** A transaction is committed: what comes next has tries of its own. */
  readonly passed: () => void;
  /** Who kept the step waiting last, in words. */
  readonly blockers: () => readonly string[];
  readonly stop: () => void;
}

export function createRetry(worker: Worker, { id }: Pick<Revision, "id">): Retry {
  let attempt = 1;
  let firstFailure: number | undefined;
  let blockers: readonly string[] = [];
  const watch = (): ReturnType<typeof watchBlockers> => watchBlockers(worker, attempt, (seen) => worker.tell({ kind: "blocked", revision: id, blockers: seen }));
  let watcher = watch();
  return {
    settings: () => transactionSettings(worker, attempt),
    again: async (error) => {
      watcher.stop();
      blockers = watcher.seen().length === 0 ? blockers : watcher.seen();
      firstFailure ??= Date.now();
      if (!mayPass(error, worker, (Date.now() - firstFailure) / 1000)) return false;
      await delay(pauseMilliseconds(attempt), undefined, worker.signal === undefined ? {} : { signal: worker.signal }).catch(() => {}); // interrupted: the next try ends at once
      attempt += 1;
      watcher = watch();
      return true;
    },
    passed: () => {
      attempt = 1;
      firstFailure = undefined;
    },
    blockers: () => (watcher.seen().length === 0 ? blockers : watcher.seen()),
    stop: () => watcher.stop(),
  };
}

function mayPass(error: unknown, { tableLockSeconds, watch, signal }: Worker, seconds: number): boolean {
  if (!(error instanceof PieceFailure) || signal?.aborted === true || watch?.lock.isHeld() === false) return false;
  const state = sqlStateOf(error) ?? "";
  return passingStates.includes(state) && seconds < (state === "55P03" ? tableLockSeconds : Math.max(tableLockSeconds, 10));
}
