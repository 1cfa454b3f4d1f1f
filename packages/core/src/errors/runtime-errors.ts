import { counted, some } from "./some.ts";
import { connectionErrors, type ConnectionErrorDetails } from "./connection-errors.ts";
import { shown } from "./shown.ts";
import { adviceFor } from "./sql-state.ts";
import type { ErrorRows } from "./row.ts";

/** What a failed step left behind, in words that follow "The database". */
export type AfterFailure = { readonly after: string };

/** Rows that a statement of a revision loses, for a message. */
export interface LostRows {
  readonly revision: string;
  readonly statement: string;
  readonly what: string;
  /** Absent: not known. */
  readonly rows?: number;
  /** Absent: it loses for sure. */
  readonly isDoubt?: boolean;
}

/** @example lostText([{ revision: "ae10", statement: "drop table t", what: "all rows of table t", rows: 3 }]) // "all rows of table t (3)" */
export function lostText(losses: readonly LostRows[]): string {
  const texts = losses.map(
    ({ what, statement, rows, isDoubt }) =>
      `${what === "what the statement removes" ? shortSql(statement) : what} (${isDoubt === true && rows === undefined ? "mig cannot tell what it removes" : rows === undefined ? "row count unknown" : rows > 1000 ? `about ${rows}` : String(rows)})`,
  );
  return some(texts, "; ", 6);
}

/** Errors of running revisions. */
export interface RunErrorDetails {
  readonly REVISION_FILE_BROKEN: { readonly file: string; readonly problem: string };
  readonly REVISION_FUNCTION_MISSING: { readonly revision: string; readonly file: string; readonly name: "upgrade" | "downgrade" };
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
  readonly QUERY_NOT_AWAITED: AfterFailure & { readonly revision: string; readonly sql: string };
  readonly OPERATION_TOO_LATE: { readonly operation: string };
  /** What an operation was given is not what it takes. `takes`: what that is. */
  readonly OPERATION_INVALID: { readonly operation: string; readonly problem: string; readonly takes?: string };
  /** A program calls a function of mig with something else than it takes. */
  readonly ARGUMENT_INVALID: { readonly call: string; readonly problem: string; readonly takes: string };
  readonly VERSIONS_MISSING: { readonly folders: readonly string[] };
  readonly OPERATION_UNKNOWN: { readonly operation: string; readonly nearest?: string };
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
  /** Begun by another run, committed in part, and not among what this run would do. */
  readonly REVISION_UNFINISHED: { readonly revision: string; readonly direction: "upgrade" | "downgrade"; readonly done: number };
  /**
   * What a revision of several transactions did before it was cut off is not what it does now. `isSameFile`: its file has not changed.
   * `at`: the first statement that differs, from 1; `was` and `now` how it begins.
   */
  readonly RESUME_MISMATCH: {
    readonly revision: string;
    readonly direction: "upgrade" | "downgrade";
    readonly done: number;
    readonly isSameFile: boolean;
    readonly at?: number;
    readonly was?: string;
    readonly now?: string;
  };
  readonly HEADS_MOVED: { readonly revision: string; readonly table: string };
  /** `part` "rows": the table is as it should be, what it holds is not. */
  readonly VERSION_TABLE_BROKEN: { readonly table: string; readonly problem: string; readonly part?: "rows" };
  /** Reading it or writing to it would run code of another role's. */
  readonly TABLE_NOT_TRUSTED: { readonly table: string; readonly owner: string; readonly what: string };
  readonly LOG_TABLE_BROKEN: { readonly table: string; readonly problem: string };
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
  /** `committed`: what the database says after connecting again. Absent: it could not be asked. */
  readonly CONNECTION_LOST: { readonly revision?: string; readonly committed?: boolean };
  /** PostgreSQL refused something of mig's own, outside any revision. */
  readonly DATABASE_FAILED: { readonly message: string; readonly sqlState: string };
  /** Rows would be lost, and nobody said that they may be. `answer`: somebody was asked. */
  readonly LOSS_NOT_CONFIRMED: AfterFailure & {
    readonly losses: readonly LostRows[];
    readonly direction: "upgrade" | "downgrade";
    readonly answer?: "no";
  };
  readonly INTERRUPTED: AfterFailure;
}

const tryAgain = (): string => `Fix the cause above, then run the command again.`;

const shortSql = (sql: string): string => (sql.length > 100 ? `${sql.slice(0, 100)} ...` : sql).replaceAll(/\s+/gu, " ");

const dependentObjects = "2BP01";

const inRevisions: ErrorRows<
  Pick<
    RunErrorDetails,
    | "REVISION_FILE_BROKEN"
    | "REVISION_FUNCTION_MISSING"
    | "REVISION_FAILED"
    | "REVISION_THREW"
    | "REVISION_HANGS"
    | "QUERY_NOT_AWAITED"
    | "OPERATION_TOO_LATE"
    | "OPERATION_INVALID"
    | "OPERATION_UNKNOWN"
    | "ARGUMENT_INVALID"
    | "VERSIONS_MISSING"
    | "OFFLINE_READ"
    | "TRANSACTION_CONTROL"
    | "STATEMENT_NOT_RESUMABLE"
    | "SESSION_STATE_LOST"
    | "PARAMETERS_MISMATCH"
  >
> = {
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
  REVISION_FAILED: {
    exit: 1,
    say: ({ revision, direction, number, message, sqlState, after }) =>
      `The ${direction} of ${revision} failed${number === undefined ? "" : ` at statement ${number}`}: ${message} (SQLSTATE ${sqlState}). The database ${after}.`,
    hint: ({ hint, sqlState, statement }) => {
      const own = adviceFor(sqlState, statement);
      // What PostgreSQL suggests where objects depend on others is CASCADE, which would drop more than the revision says.
      const said = hint === undefined || sqlState === dependentObjects ? [] : [`PostgreSQL says: ${hint}`];
      return [...(own === undefined ? [] : [own]), ...said, tryAgain()].join(" ");
    },
  },
  REVISION_THREW: {
    exit: 1,
    say: ({ revision, direction, problem, after }) => `The ${direction} of ${revision} threw: ${problem} The database ${after}.`,
    hint: tryAgain,
  },
  REVISION_HANGS: {
    exit: 1,
    say: ({ revision, direction, seconds, isOpen, isForEver, lastRead, after }) =>
      `The ${direction} of ${revision} ${isForEver ? "cannot finish: it waits for a promise of its own that never settles" : `waited ${seconds} s for a promise of its own, not for the database`}${lastRead === undefined ? "" : `, after op.query("${shortSql(lastRead)}")`}${isOpen ? ", while its open transaction held its locks" : ""}. mig stopped it. The database ${after}.`,
    hint: ({ isOpen }) =>
      isOpen
        ? `Await it before the first op.query, so that no locks are held meanwhile, or raise lockedWaitSeconds in the configuration.`
        : `Find the promise in the revision that never settles, or raise revisionTimeoutSeconds in the configuration.`,
  },
  QUERY_NOT_AWAITED: {
    exit: 1,
    say: ({ revision, sql, after }) => `Revision ${revision} does not await op.query("${sql}"). The database ${after}.`,
    hint: () => `Write "await op.query(...)" in an async function.`,
  },
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
  ARGUMENT_INVALID: {
    exit: 2,
    say: ({ call, problem }) => `${call}(): ${problem}.`,
    hint: ({ call, takes }) => `Fix the call. ${call}() takes ${takes}.`,
  },
  VERSIONS_MISSING: {
    exit: 2,
    say: ({ folders }) => `The revision folder does not exist: ${folders.join(", ")}.`,
    hint: () => `Set "versions" to the folder of the revision files, and check that it is deployed with the application.`,
  },
  OPERATION_UNKNOWN: {
    exit: 1,
    say: ({ operation }) => `There is no operation op.${operation}.`,
    hint: ({ nearest }) =>
      nearest === undefined ? `Use one of mig's operations, or op.execute("...") for any SQL.` : `Did you mean op.${nearest}?`,
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
        : `The revision needs several transactions, and after an interruption the run that continues it would not have ${what}: ${statement}`,
    hint: ({ instead }) => `${instead}.`,
  },
  PARAMETERS_MISMATCH: {
    exit: 1,
    say: ({ sql, problem }) => `The parameters of "${sql}" do not match: ${problem}.`,
    hint: () => `Give one value for each of $1, $2, ...`,
  },
};

const ofTables: ErrorRows<
  Pick<
    RunErrorDetails,
    "REVISION_UNFINISHED" | "RESUME_MISMATCH" | "HEADS_MOVED" | "VERSION_TABLE_BROKEN" | "TABLE_NOT_TRUSTED" | "LOG_TABLE_BROKEN"
  >
> = {
  REVISION_UNFINISHED: {
    exit: 1,
    say: ({ revision, direction, done }) => `The ${direction} of ${shown(revision)} was interrupted after ${counted(done, "statement")}.`,
    hint: ({ revision, direction }) =>
      direction === "upgrade"
        ? `Finish it: mig upgrade ${shown(revision)}. Or undo by hand what it did, and run "mig stamp" with the revision that the database is at.`
        : `Finish it: mig downgrade to the revision below ${shown(revision)}. Or restore by hand what it removed, and run "mig stamp ${shown(revision)}".`,
  },
  RESUME_MISMATCH: {
    exit: 1,
    say: ({ revision, direction, done, isSameFile, at, was, now }) => {
      const differs =
        at === undefined
          ? "it no longer begins with these statements"
          : `statement ${at} has changed since${was === undefined ? "" : `: it was ${was}`}${now === undefined ? "" : `, now it is ${now}`}`;
      return `The ${direction} of ${revision} was interrupted after ${counted(done, "statement")}, and ${differs}.${isSameFile ? " The file is unchanged, but its function gives different SQL each time: for example a time or a random value." : ""}`;
    },
    hint: ({ revision, direction, isSameFile }) => {
      const undo =
        direction === "upgrade"
          ? `undo by hand what it did, and run "mig stamp" with the revision that the database is at`
          : `restore by hand what it removed, and run "mig stamp ${revision}"`;
      return isSameFile
        ? `Finish it by hand and run "mig stamp" with the revision that the database is then at, or ${undo}.`
        : `Restore the file as it was when it ran, run the same command, and make the change in a new revision. Or ${undo}.`;
    },
  },
  HEADS_MOVED: {
    exit: 1,
    say: ({ revision, table }) => `${table} changed while ${revision} was running, so that step was rolled back.`,
    hint: () => `Wait until the other program that migrates this database is done, then run the same command again.`,
  },
  VERSION_TABLE_BROKEN: {
    exit: 1,
    say: ({ table, problem }) => `The version table ${table} cannot be used: ${problem}.`,
    hint: ({ part }) =>
      part === "rows"
        ? `Record where the database is: mig stamp --purge <revision>`
        : `Check "versionTable" in the configuration and the privileges of this role. The version table has one column, version_num varchar(32), and one row for each head.`,
  },
  TABLE_NOT_TRUSTED: {
    exit: 1,
    say: ({ table, owner, what }) =>
      `${shown(table)} belongs to the role ${shown(owner)} and could run that role's code with your privileges: ${shown(what)}. mig did not read it.`,
    hint: ({ table }) =>
      `Find out who created it. If you trust it, take it over: alter table ${shown(table)} owner to current_user. If not, drop it, or set "versionTable" in the configuration to a schema in which only you may create objects.`,
  },
  LOG_TABLE_BROKEN: {
    exit: 1,
    say: ({ table, problem }) => `The log table ${table} cannot be used: ${problem}.`,
    hint: () => `Check the privileges of this role. If the table is not mig's, rename it: the next run creates mig's own.`,
  },
};

const whileWaiting: ErrorRows<
  Pick<
    RunErrorDetails,
    | "LOCK_NOT_OBTAINED"
    | "LOCK_LOST"
    | "TABLE_LOCK_NOT_OBTAINED"
    | "CONNECTION_LOST"
    | "DATABASE_FAILED"
    | "LOSS_NOT_CONFIRMED"
    | "INTERRUPTED"
  >
> = {
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
      `Revision ${revision} could not lock ${table === undefined ? "a table" : `table ${table}`} within ${seconds} s${blockers.length === 0 ? "" : `, held by ${blockers.join(", ")}`}: ${statement}. The database ${after}.`,
    hint: () =>
      `End the transactions that hold it, or raise tableLockSeconds (how long to try) or tableStallSeconds (how long others may be kept waiting), then run the same command again.`,
  },
  CONNECTION_LOST: {
    exit: 1,
    say: ({ revision, committed }) =>
      revision === undefined
        ? "The connection was lost between two steps."
        : `The connection was lost while ${revision} was running. ${committed === undefined ? "Whether it committed is not known" : committed ? "It had committed" : "It was rolled back"}.`,
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
  LOSS_NOT_CONFIRMED: {
    exit: 3,
    say: ({ losses, direction, answer, after }) =>
      `The ${direction} ${losses.every(({ isDoubt }) => isDoubt === true) ? "may" : "would"} lose data: ${lostText(losses)}. ${answer === undefined ? "Nobody confirmed it" : "The answer was no"}. The database ${after}.`,
    hint: ({ direction }) =>
      `Add --dry-run to see every statement first, or --allow-loss to accept the loss: mig ${direction} ... --allow-loss`,
  },
  INTERRUPTED: {
    exit: 130,
    say: ({ after }) => `Interrupted. The database ${after}.`,
    hint: () => `Run the same command again to continue.`,
  },
};

export interface RuntimeErrorDetails extends ConnectionErrorDetails, RunErrorDetails {}

export const runtimeErrors: ErrorRows<RuntimeErrorDetails> = { ...connectionErrors, ...inRevisions, ...ofTables, ...whileWaiting };
