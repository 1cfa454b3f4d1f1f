import type { AfterFailure } from "./after-failure.ts";
import type { ErrorRows } from "./row.ts";

/** Errors of waiting for locks. */
export interface LockErrorDetails {
  readonly LOCK_NOT_OBTAINED: { readonly seconds: number; readonly holder?: string };
  readonly LOCK_LOST: AfterFailure;
  readonly TABLE_LOCK_NOT_OBTAINED: AfterFailure & {
    readonly revision: string;
    readonly statement: string;
    readonly seconds: number;
    /** The table that was in use. Absent: it was not seen. */
    readonly table?: string;
    readonly blockers: readonly string[];
  };
}

export const lockErrors: ErrorRows<LockErrorDetails> = {
  LOCK_NOT_OBTAINED: {
    exit: 5,
    say: ({ seconds, holder }) => `Another run holds the lock${holder === undefined ? "" : ` (${holder})`}; gave up after ${seconds} s.`,
    hint: () => `Wait for it to end and run the same command again, or raise lockTimeoutSeconds.`,
  },
  LOCK_LOST: {
    exit: 1,
    say: ({ after }) => `The connection that held the lock was lost. The database ${after}.`,
    hint: () => `Run the same command again.`,
  },
  TABLE_LOCK_NOT_OBTAINED: {
    exit: 5,
    say: ({ revision, statement, seconds, table, blockers, after }) =>
      `Revision ${revision} could not lock ${table === undefined ? "a table" : `table ${table}`} ` +
      `within ${seconds} s${blockers.length === 0 ? "" : `, held by ${blockers.join(", ")}`}: ${statement}. The database ${after}.`,
    hint: () =>
      `End the transactions that hold it, or raise tableLockSeconds (how long to try) or tableStallSeconds ` +
      `(how long others may be kept waiting), then run the same command again.`,
  },
};
