import type { OwnWait } from "../environment/event.ts";
import { Interruption } from "./interrupt.ts";

/** How long a revision's own code may wait for something other than the database, in seconds; 0: no limit. */
export interface OwnCodeLimits {
  /** While it has no open transaction. */
  readonly revisionTimeoutSeconds: number;
  /** While its transaction is open, and others may wait for its locks. */
  readonly lockedWaitSeconds: number;
}

export interface OwnCodeOptions {
  readonly limits: OwnCodeLimits;
  readonly isOpen: () => boolean;
  /** Called when a wait takes some seconds, and again from time to time. */
  readonly onWait: (wait: OwnWait) => void;
  /** The error for a wait that was too long. */
  readonly onLimit: (wait: OwnWait) => Error;
  readonly signal?: AbortSignal | undefined;
}

/** The first report comes after these seconds, or half of the limit. The time to the next one doubles. */
const firstWordSeconds = 5;
const lookMilliseconds = 100;

/** A revision's own code, with its limits. */
export interface OwnCode {
  /** Does something in the database. The limits do not apply meanwhile. */
  readonly inDatabase: <Result>(sql: string, work: () => Promise<Result>) => Promise<Result>;
  /** Runs it, and gives up if it waits for too long. What it does afterwards is ignored. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

export function ownCode({ limits, isOpen, onWait, onLimit, signal }: OwnCodeOptions): OwnCode {
  let since = Date.now();
  let nextWord = 0;
  let busy = 0;
  let lastRead: string | undefined;
  const inDatabase: OwnCode["inDatabase"] = async (sql, work) => {
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
      lastRead = sql;
      since = Date.now();
      nextWord = 0;
    }
  };
  const waitNow = (isForEver = false): OwnWait => ({
    seconds: Math.round((Date.now() - since) / 1000),
    isOpen: isOpen(),
    isForEver,
    ...(lastRead === undefined ? {} : { lastRead }),
  });
  let stop = (): void => {};
  const givenUp = (): Promise<never> =>
    new Promise<never>((_, reject) => {
      since = Date.now();
      const look = (): void => {
        const seconds = (Date.now() - since) / 1000;
        const limit = isOpen() ? limits.lockedWaitSeconds : limits.revisionTimeoutSeconds;
        if (busy > 0) return;
        if (nextWord === 0) nextWord = limit === 0 ? firstWordSeconds : Math.min(firstWordSeconds, limit / 2);
        if (limit > 0 && seconds >= limit) reject(onLimit(waitNow()));
        else if (seconds >= nextWord) {
          nextWord *= 2;
          onWait(waitNow());
        }
      };
      // With a database in this process, nothing else keeps the process alive.
      const emptied = (): void => (busy === 0 ? reject(onLimit(waitNow(true))) : undefined);
      const interrupted = (): void => (busy === 0 ? reject(new Interruption("Interrupted.")) : undefined);
      signal?.addEventListener("abort", interrupted, { once: true });
      const timer = setInterval(look, lookMilliseconds);
      process.once("beforeExit", emptied);
      stop = () => {
        clearInterval(timer);
        process.removeListener("beforeExit", emptied);
        signal?.removeEventListener("abort", interrupted);
      };
    });
  const run: OwnCode["run"] = async (work) => {
    const limit = givenUp();
    try {
      return await Promise.race([work(), limit]);
    } finally {
      stop();
    }
  };
  return { inDatabase, run };
}
