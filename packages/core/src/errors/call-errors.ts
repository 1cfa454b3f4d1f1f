import type { ErrorRows } from "./row.ts";

/** Errors of calls: of operations by a revision, of mig's functions by a program. */
export interface CallErrorDetails {
  readonly OPERATION_TOO_LATE: { readonly operation: string };
  /** What an operation was given is not what it takes. `takes`: what that is. */
  readonly OPERATION_INVALID: { readonly operation: string; readonly problem: string; readonly takes?: string };
  readonly OPERATION_UNKNOWN: { readonly operation: string; readonly nearest?: string };
  /** A program calls a function of mig with something else than it takes. */
  readonly ARGUMENT_INVALID: { readonly call: string; readonly problem: string; readonly takes: string };
}

export const callErrors: ErrorRows<CallErrorDetails> = {
  OPERATION_TOO_LATE: {
    exit: 1,
    say: ({ operation }) => `op.${operation} was called after its revision had finished.`,
    hint: () => `Await everything that the revision's function starts.`,
  },
  OPERATION_INVALID: {
    exit: 1,
    say: ({ operation, problem }) => `op.${operation}: ${problem}.`,
    hint: ({ operation, takes }) => `Fix the call in the revision.${takes === undefined ? "" : ` op.${operation} takes ${takes}.`}`,
  },
  OPERATION_UNKNOWN: {
    exit: 1,
    say: ({ operation }) => `There is no operation op.${operation}.`,
    hint: ({ nearest }) =>
      nearest === undefined ? `Use one of mig's operations, or op.execute("...") for any SQL.` : `Did you mean op.${nearest}?`,
  },
  ARGUMENT_INVALID: {
    exit: 2,
    say: ({ call, problem }) => `${call}(): ${problem}.`,
    hint: ({ call, takes }) => `Fix the call. ${call}() takes ${takes}.`,
  },
};
