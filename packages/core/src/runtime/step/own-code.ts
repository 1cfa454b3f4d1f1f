import type { OwnWait } from "../environment/event.ts";
import { Interruption } from "./interrupt.ts";

/** How long a revision's own code may wait for something that is not the database, in seconds; 0: for ever. */
export interface OwnCodeLimits {
  /** While nothing is kept in the database. */
  readonly revisionTimeoutSeconds: number;
  /** While its transaction is open, and others may wait for its locks. */
  readonly lockedWaitSeconds: number;
}

export interface OwnCodeOptions {
  readonly limits: OwnCodeLimits;
  readonly isOpen: () => boolean;
  /** Told of a wait after some seconds, and now and then again. */
  readonly onWait: (wait: OwnWait) => void;
  /** The error for a wait that was too long. */
  readonly onLimit: (wait: OwnWait) => Error;
  readonly signal?: AbortSignal | undefined;
}

/** The first word comes after these seconds, or half of the limit; the next after twice as many, and so on. */
const firstWordSeconds = 5;
const lookMilliseconds = 100;

/** Own code under its limits. */
export interface OwnCode {
  /** Does something in the database, which these limits are not for. */
  readonly inDatabase: <Result>(sql: string, work: () => Promise<Result>) => Promise<Result>;
  /** Runs it, and gives it up where it waits for too long. What it does afterwards counts for nothing. */
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
      // A database in this process keeps nothing open that would keep it alive.
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
