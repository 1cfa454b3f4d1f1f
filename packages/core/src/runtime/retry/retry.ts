import { setTimeout as delay } from "node:timers/promises";
import type { Revision } from "../../revision/revision.ts";
import { sqlStateOf } from "../session.ts";
import { PieceFailure } from "../step/piece.ts";
import { passingStates } from "../step/step-error.ts";
import { untilFree, type TableWait } from "./table-holders.ts";
import { pauseMilliseconds, transactionSettings, tryMilliseconds, watchBlockers } from "./table-lock.ts";
import type { Worker } from "../lock/worker.ts";

/** Who blocked the step, for an error. */
export interface SeenBlocked {
  readonly blockers: readonly string[];
  readonly seconds: number;
  /** Absent: not known. */
  readonly table?: string;
}

/** Retries a step's transactions if a table is in use, for some time. Between tries, nobody waits for mig. */
export interface Retry {
  /** Statements that follow each BEGIN. */
  readonly settings: () => readonly string[];
  /** After a failure: waits, then returns true if another try may succeed. No transaction may be open meanwhile. */
  readonly again: (error: unknown) => Promise<boolean>;
  /** A transaction is committed: the next one starts with all its tries. */
  readonly passed: () => void;
  /** Who kept the step waiting last, and for what. */
  readonly seen: () => SeenBlocked;
  readonly stop: () => void;
}

/** How often the same blockers are reported. */
const repeatMilliseconds = 10_000;

/** Deadlocks and serialization failures end soon in any case. */
const shortestPatience = 10;

export function createRetry(worker: Worker, { id }: Pick<Revision, "id">): Retry {
  const { tableLockSeconds, tableStallSeconds, watch, signal, session } = worker;
  let attempt = 1;
  let firstFailure: number | undefined;
  let stalledMilliseconds = 0;
  let wait: TableWait | undefined;
  let blockers: readonly string[] = [];
  let told = { text: "", at: 0 };
  const secondsSince = (): number => (firstFailure === undefined ? 0 : (Date.now() - firstFailure) / 1000);
  const tell = (found: readonly string[]): void => {
    if (found.length === 0) return;
    blockers = found;
    const text = found.map((one) => /^process \d+/u.exec(one)?.[0]).join();
    if (text === told.text && Date.now() - told.at < repeatMilliseconds) return;
    told = { text, at: Date.now() };
    worker.tell({ kind: "blocked", revision: id, blockers: found, ...(wait === undefined ? {} : { table: wait.table }) });
  };
  const begin = (): (() => void) =>
    watchBlockers(worker, (seen) => {
      wait = seen.wait ?? wait;
      tell(seen.blockers);
    });
  const mayPass = (error: unknown): boolean => {
    if (!(error instanceof PieceFailure) || signal?.aborted === true || watch?.lock.isHeld() === false) return false;
    const state = sqlStateOf(error) ?? "";
    firstFailure ??= Date.now();
    if (state !== "55P03") return passingStates.includes(state) && secondsSince() < Math.max(tableLockSeconds, shortestPatience);
    stalledMilliseconds += tryMilliseconds;
    return secondsSince() < tableLockSeconds && stalledMilliseconds < tableStallSeconds * 1000;
  };
  /** Waits outside the server's queue until the table is free. */
  const untilWorthwhile = async (): Promise<void> => {
    // interrupted: the next try ends at once
    await delay(pauseMilliseconds(attempt), undefined, signal === undefined ? {} : { signal }).catch(() => {});
    const { processId } = session;
    if (wait === undefined || watch === undefined || processId === undefined) return;
    const look = { session: await watch.monitor(), wait, processId, seconds: tableLockSeconds - secondsSince(), onHeld: tell, signal };
    await untilFree(look).catch(() => []); // a lost connection shows elsewhere
  };
  let end = begin();
  return {
    settings: () => transactionSettings(worker),
    again: async (error) => {
      end();
      if (!mayPass(error)) return false;
      await untilWorthwhile();
      attempt += 1;
      end = begin();
      return true;
    },
    passed: () => {
      attempt = 1;
      firstFailure = undefined;
      stalledMilliseconds = 0;
      wait = undefined;
    },
    seen: () => ({ blockers, seconds: Math.round(secondsSince()), ...(wait === undefined ? {} : { table: wait.table }) }),
    stop: () => end(),
  };
}
