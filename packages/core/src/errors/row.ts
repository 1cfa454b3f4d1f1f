/**
 * Exit codes of the `mig` command: 0 fine, 1 failed, 2 wrong use or configuration, 3 needs an answer,
 * 4 not in sync, 5 lock not obtained, 6 all that was compared agrees but not all was compared, 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130;

/** One row of the error table: what is said about a failure, and what the user can do next. */
export interface ErrorRow<Details> {
  readonly exit: ExitCode;
  /** What went wrong, in one sentence that names the things concerned. */
  readonly say: (details: Details) => string;
  /** The next step, usually a command to type. */
  readonly hint: (details: Details) => string;
}

/** The rows for a map from code to details. */
export type ErrorRows<Map> = { readonly [Code in keyof Map]: ErrorRow<Map[Code]> };

/** A position in a file of the user's. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}
