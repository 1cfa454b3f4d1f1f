import { callErrors, type CallErrorDetails } from "./call-errors.ts";
import { connectionErrors, type ConnectionErrorDetails } from "./connection-errors.ts";
import { lockErrors, type LockErrorDetails } from "./lock-errors.ts";
import { lossErrors, type LossErrorDetails } from "./loss-errors.ts";
import { ownTableErrors, type OwnTableErrorDetails } from "./own-table-errors.ts";
import { revisionFileErrors, type RevisionFileErrorDetails } from "./revision-file-errors.ts";
import { stepErrors, type StepErrorDetails } from "./step-errors.ts";
import { unfinishedErrors, type UnfinishedErrorDetails } from "./unfinished-errors.ts";
import type { ErrorRows } from "./row.ts";

/** Errors of running revisions. */
export interface RuntimeErrorDetails
  extends
    ConnectionErrorDetails,
    RevisionFileErrorDetails,
    CallErrorDetails,
    StepErrorDetails,
    UnfinishedErrorDetails,
    OwnTableErrorDetails,
    LockErrorDetails,
    LossErrorDetails {}

export const runtimeErrors: ErrorRows<RuntimeErrorDetails> = {
  ...connectionErrors,
  ...revisionFileErrors,
  ...callErrors,
  ...stepErrors,
  ...unfinishedErrors,
  ...ownTableErrors,
  ...lockErrors,
  ...lossErrors,
};
