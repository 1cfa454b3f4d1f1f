import type { Loss } from "../losses/losses.ts";
import type { StepNotice } from "../environment/event.ts";
import type { RevisionProblem } from "./problems.ts";

/** One step that was done. */
export interface StepReport {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  readonly headsAfter: readonly string[];
  /** Statements of the revision that ran, tries included. */
  readonly statements: number;
  /** Statements that an earlier run had done. Absent: none. */
  readonly resumedAfter?: number;
  /** What was lost for good, as far as mig knows. */
  readonly losses: readonly Loss[];
  /** What PostgreSQL said of its statements: notices and warnings, up to 100 of each statement. */
  readonly notices: readonly StepNotice[];
  /** How many more it said. Absent: none. */
  readonly noticesLeftOut?: number;
  readonly milliseconds: number;
}

/** What a run did. */
export interface RunReport {
  /** The heads before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly steps: readonly StepReport[];
  /** Where the log, the rows and the files did not agree, as the run found them. Absent: nowhere. */
  readonly problems?: readonly RevisionProblem[];
}

export const someProblems = (problems: readonly RevisionProblem[]): Pick<RunReport, "problems"> =>
  problems.length === 0 ? {} : { problems };
