import { adoptErrors, type AdoptErrorDetails } from "./errors/adopt-errors.ts";
import { appliedErrors, type AppliedErrorDetails } from "./errors/applied-errors.ts";
import { configErrors, type ConfigErrorDetails } from "./errors/config-errors.ts";
import { commandErrors, type CommandErrorDetails } from "./errors/command-errors.ts";
import { graphErrors, type GraphErrorDetails } from "./errors/graph-errors.ts";
import { runtimeErrors, type RuntimeErrorDetails } from "./errors/runtime-errors.ts";
import type { ErrorRow, ErrorRows, ExitCode, Place } from "./errors/row.ts";
import { sourceErrors, type SourceErrorDetails } from "./errors/source-errors.ts";
import { testErrors, type TestErrorDetails } from "./errors/test-errors.ts";

/** Every error code with the details that its message is made of. */
export interface ErrorDetails
  extends
    AdoptErrorDetails,
    AppliedErrorDetails,
    CommandErrorDetails,
    ConfigErrorDetails,
    GraphErrorDetails,
    RuntimeErrorDetails,
    SourceErrorDetails,
    TestErrorDetails {}

export type ErrorCode = keyof ErrorDetails;

/** The table of errors: code -> message, hint, exit code. The documentation page is generated from it. */
export const errorRows: ErrorRows<ErrorDetails> = {
  ...adoptErrors,
  ...appliedErrors,
  ...commandErrors,
  ...configErrors,
  ...graphErrors,
  ...runtimeErrors,
  ...sourceErrors,
  ...testErrors,
};

const rowOf = <Code extends ErrorCode>(code: Code): ErrorRow<ErrorDetails[Code]> => errorRows[code];

/** A failure with a stable code. Everything that mig throws on purpose is one of these. */
export class MigError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = "MigError";
  readonly code: Code;
  readonly details: ErrorDetails[Code];
  /** Absent: the failure has no place in a file. */
  readonly place?: Place;
  readonly hint: string;
  readonly exitCode: ExitCode;

  constructor(code: Code, details: ErrorDetails[Code], options: { readonly cause?: unknown; readonly place?: Place } = {}) {
    const row = rowOf(code);
    super(row.say(details), options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.details = details;
    this.hint = row.hint(details);
    this.exitCode = row.exit;
    if (options.place !== undefined) this.place = options.place;
  }
}

/** Tells whether a thrown value is a MigError, also one of another copy of this package. */
export function isMigError(value: unknown): value is MigError {
  return value instanceof Error && value.name === "MigError" && "code" in value && "exitCode" in value;
}
