import type { AfterFailure } from "./after-failure.ts";
import type { ErrorRows } from "./row.ts";

/** Errors of what a revision's file says. */
export interface RevisionFileErrorDetails {
  readonly REVISION_FILE_BROKEN: { readonly file: string; readonly problem: string };
  readonly REVISION_FUNCTION_MISSING: { readonly revision: string; readonly file: string; readonly name: "upgrade" | "downgrade" };
  /** Its file says why there is no way back. */
  readonly REVISION_IRREVERSIBLE: { readonly revision: string; readonly reason: string };
  /** A file of SQL that a revision runs. */
  readonly SQL_FILE_UNREADABLE: { readonly file: string; readonly problem: string };
  readonly SQL_FILE_CHANGED: { readonly file: string; readonly expected: string; readonly found: string };
  readonly VERSIONS_MISSING: { readonly folders: readonly string[] };
  readonly QUERY_NOT_AWAITED: AfterFailure & { readonly revision: string; readonly sql: string };
  readonly OFFLINE_READ: { readonly revision: string; readonly sql: string };
  readonly TRANSACTION_CONTROL: { readonly statement: string };
  /** A statement outside a transaction that could not be continued after an interruption. */
  readonly STATEMENT_NOT_RESUMABLE: { readonly statement: string; readonly instead: string };
  /** Something of the session, in a revision of several transactions. `ends`: with what it ends. */
  readonly SESSION_STATE_LOST: {
    readonly statement: string;
    readonly what: string;
    readonly instead: string;
    readonly ends: "session" | "transaction";
  };
  readonly PARAMETERS_MISMATCH: { readonly sql: string; readonly problem: string };
}

export const revisionFileErrors: ErrorRows<RevisionFileErrorDetails> = {
  REVISION_FILE_BROKEN: {
    exit: 1,
    say: ({ file, problem }) => `${file} cannot be loaded: ${problem}`,
    hint: () => `Fix the file, then run the command again. The database was not changed.`,
  },
  REVISION_FUNCTION_MISSING: {
    exit: 1,
    say: ({ revision, file, name }) => `Revision ${revision} (${file}) exports no function ${name}.`,
    hint: ({ name }) => `Write: export function ${name}(op: Op): void { ... }`,
  },
  REVISION_IRREVERSIBLE: {
    exit: 1,
    say: ({ revision, reason }) => `Revision ${revision} has no way back: ${reason.replace(/[.!]?$/u, ".")} Nothing was reverted.`,
    hint: ({ revision }) =>
      `Downgrade to ${revision} or above. Or write the way back: replace "export const irreversible" in its file by a function downgrade.`,
  },
  SQL_FILE_UNREADABLE: {
    exit: 1,
    say: ({ file, problem }) => `The SQL file ${file} cannot be read: ${problem}.`,
    hint: () => `The path in op.executeFile is relative to the revision file. Check that the file is deployed with the revisions.`,
  },
  SQL_FILE_CHANGED: {
    exit: 1,
    say: ({ file, expected, found }) =>
      `The SQL file ${file} is not what the revision was written for: its SHA-256 is ${found.slice(0, 12)}..., not ${expected.slice(0, 12)}...`,
    hint: ({ found }) => `Restore the file. If the change is meant, write its new checksum into the revision: ${found}`,
  },
  VERSIONS_MISSING: {
    exit: 2,
    say: ({ folders }) => `The revision folder does not exist: ${folders.join(", ")}.`,
    hint: () => `Set "versions" to the folder of the revision files, and check that it is deployed with the application.`,
  },
  QUERY_NOT_AWAITED: {
    exit: 1,
    say: ({ revision, sql, after }) => `Revision ${revision} does not await op.query("${sql}"). The database ${after}.`,
    hint: () => `Write "await op.query(...)" in an async function.`,
  },
  OFFLINE_READ: {
    exit: 2,
    say: ({ revision, sql }) => `Revision ${revision} reads from the database (${sql}), so its SQL is not known before it runs.`,
    hint: () => `Apply it without --sql, or rewrite it without op.query.`,
  },
  TRANSACTION_CONTROL: {
    exit: 1,
    say: ({ statement }) => `A revision cannot begin or end transactions itself: ${statement}`,
    hint: () => `Remove the statement. mig runs the revision in a transaction, and statements that cannot be in one outside it.`,
  },
  STATEMENT_NOT_RESUMABLE: {
    exit: 1,
    say: ({ statement }) =>
      `This statement runs outside a transaction, and after an interruption mig could not tell whether it was done: ${statement}`,
    hint: ({ instead }) => `${instead}.`,
  },
  SESSION_STATE_LOST: {
    exit: 1,
    say: ({ statement, what, ends }) =>
      ends === "transaction"
        ? `The revision needs several transactions, and ${what} ends with the first of them: ${statement}`
        : `The revision needs several transactions, and after an interruption the run that continues it would not have ${what}: ` +
          statement,
    hint: ({ instead }) => `${instead}.`,
  },
  PARAMETERS_MISMATCH: {
    exit: 1,
    say: ({ sql, problem }) => `The parameters of "${sql}" do not match: ${problem}.`,
    hint: () => `Give one value for each of $1, $2, ...`,
  },
};
