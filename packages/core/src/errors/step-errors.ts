import { shortSql, type AfterFailure } from "./after-failure.ts";
import type { ErrorRows } from "./row.ts";
import { adviceFor } from "./sql-state.ts";

/** Errors of a revision that runs. */
export interface StepErrorDetails {
  /** A statement of a revision failed in PostgreSQL. */
  readonly REVISION_FAILED: AfterFailure & {
    readonly revision: string;
    readonly direction: "upgrade" | "downgrade";
    readonly statement: string;
    /** Its place in the revision, from 1. Absent: a read, or the commit. */
    readonly number?: number;
    readonly message: string;
    readonly sqlState: string;
    readonly detail?: string;
    readonly hint?: string;
    /** Character in `statement`, from 1. */
    readonly position?: number;
  };
  /** The function itself threw. */
  readonly REVISION_THREW: AfterFailure & {
    readonly revision: string;
    readonly direction: "upgrade" | "downgrade";
    readonly problem: string;
  };
  /** Its own code waited too long for something that is not the database. `isForEver`: nothing was left that could end the wait. */
  readonly REVISION_HANGS: AfterFailure & {
    readonly revision: string;
    readonly direction: "upgrade" | "downgrade";
    readonly seconds: number;
    readonly isOpen: boolean;
    readonly isForEver: boolean;
    readonly lastRead?: string;
  };
  /** `committed`: what the database says after connecting again. Absent: it could not be asked. */
  readonly CONNECTION_LOST: { readonly revision?: string; readonly committed?: boolean };
  /** PostgreSQL refused something of mig's own, outside any revision. */
  readonly DATABASE_FAILED: { readonly message: string; readonly sqlState: string };
  /** What another tool's history has of a revision could not be written. */
  readonly MIRROR_FAILED: { readonly statement: string; readonly problem: string };
  readonly INTERRUPTED: AfterFailure;
}

const tryAgain = (): string => `Fix the cause above, then run the command again.`;

const dependentObjects = "2BP01";

export const stepErrors: ErrorRows<StepErrorDetails> = {
  REVISION_FAILED: {
    exit: 1,
    say: ({ revision, direction, number, message, sqlState, after }) =>
      `The ${direction} of ${revision} failed${number === undefined ? "" : ` at statement ${number}`}: ` +
      `${message} (SQLSTATE ${sqlState}). The database ${after}.`,
    hint: ({ hint, sqlState, statement }) => {
      const own = adviceFor(sqlState, statement);
      // What PostgreSQL suggests where objects depend on others is CASCADE, which would drop more than the revision says.
      const said = hint === undefined || sqlState === dependentObjects ? [] : [`PostgreSQL says: ${hint}`];
      return [...(own === undefined ? [] : [own]), ...said, tryAgain()].join(" ");
    },
  },
  MIRROR_FAILED: {
    exit: 1,
    say: ({ statement, problem }) =>
      `The table of the tool that "mirror" names could not be written: ${problem} (${shortSql(statement)}). The revision was rolled back.`,
    hint: () => `Check that the table is as that tool makes it and that the role may write it, or take "mirror" out of mig.config.ts.`,
  },
  REVISION_THREW: {
    exit: 1,
    say: ({ revision, direction, problem, after }) => `The ${direction} of ${revision} threw: ${problem} The database ${after}.`,
    hint: tryAgain,
  },
  REVISION_HANGS: {
    exit: 1,
    say: ({ revision, direction, seconds, isOpen, isForEver, lastRead, after }) =>
      [
        `The ${direction} of ${revision} `,
        isForEver
          ? "cannot finish: it waits for a promise of its own that never settles"
          : `waited ${seconds} s for a promise of its own, not for the database`,
        lastRead === undefined ? "" : `, after op.query("${shortSql(lastRead)}")`,
        isOpen ? ", while its open transaction held its locks" : "",
        `. mig stopped it. The database ${after}.`,
      ].join(""),
    hint: ({ isOpen }) =>
      isOpen
        ? `Await it before the first op.query, so that no locks are held meanwhile, or raise lockedWaitSeconds in the configuration.`
        : `Find the promise in the revision that never settles, or raise revisionTimeoutSeconds in the configuration.`,
  },
  CONNECTION_LOST: {
    exit: 1,
    say: ({ revision, committed }) =>
      revision === undefined
        ? "The connection was lost between two steps."
        : `The connection was lost while ${revision} was running. ` +
          `${committed === undefined ? "Whether it committed is not known" : committed ? "It had committed" : "It was rolled back"}.`,
    hint: () => `Run "mig current" to see where the database is, then the same command again.`,
  },
  DATABASE_FAILED: {
    exit: 1,
    say: ({ message, sqlState }) => `PostgreSQL reported an error: ${message} (SQLSTATE ${sqlState}).`,
    hint: ({ sqlState }) =>
      /^(?:42501|53|57|58|XX)/u.test(sqlState)
        ? `${adviceFor(sqlState) ?? "Check the server."} Then run the command again.`
        : `Check the privileges of this role and the server's log, then run the command again.`,
  },
  INTERRUPTED: {
    exit: 130,
    say: ({ after }) => `Interrupted. The database ${after}.`,
    hint: () => `Run the same command again to continue.`,
  },
};
