import type { SimpleQuery } from "../postgres/session-query.ts";

/** A row by column names. Values are as `pg` gives them: int8 and numeric are text, timestamps are dates. */
export type Row = Readonly<Record<string, unknown>>;

/** A notice or warning of PostgreSQL about a statement. */
export interface Notice {
  /** In the server's language: "NOTICE", "WARNING". */
  readonly severity: string;
  readonly message: string;
  /** "00000" for a plain notice. */
  readonly sqlState: string;
  readonly detail?: string;
  readonly hint?: string;
}

export interface QueryOptions {
  /** Absent: notices are dropped. */
  readonly onNotice?: (notice: Notice) => void;
}

export interface BatchOptions {
  /** Told with the statement's place in the batch, from 0. Absent: notices are dropped. */
  readonly onNotice?: (notice: Notice, at: number) => void;
}

/** An open connection. One statement, or one batch, at a time. */
export interface Session {
  /** Such as 180004. */
  readonly serverVersion: number;
  /** The server's process for this connection. Absent: the database lives in this process. */
  readonly processId?: number;
  /** Its name in pg_stat_activity. Absent: the database lives in this process. */
  readonly applicationName?: string;
  /** Whether a second connection to the same database can be opened. */
  readonly isShared: boolean;
  /** The PGlite database itself. Absent: the database is on a server. */
  readonly embedded?: object;
  /** Statements that follow each BEGIN of a step, so that the pinned settings hold in it. Absent: it sets all of them. */
  readonly pins?: readonly string[];
  /** Runs one statement with values for $1, $2, ... */
  readonly query: (text: string, params?: readonly unknown[], options?: QueryOptions) => Promise<readonly Row[]>;
  /** Runs a text of several statements in one round trip. Gives the rows of each. */
  readonly simple: SimpleQuery;
  /** Runs statements in one round trip. Gives the rows of each. Rejects with a `BatchFailure`. */
  readonly batch: (statements: readonly string[], options?: BatchOptions) => Promise<readonly (readonly Row[])[]>;
  readonly close: () => Promise<void>;
  /** Cuts the connection at once. */
  readonly destroy: () => void;
}

/** A statement of a batch failed. */
export class BatchFailure extends Error {
  override readonly name = "BatchFailure";
  /** Place of the statement in the batch, from 0. */
  readonly at: number;
  /** Character in that statement, from 1. Absent: PostgreSQL names none. */
  readonly position?: number;

  constructor(cause: Error, at: number, position: number | undefined) {
    super(cause.message, { cause });
    this.at = at;
    if (position !== undefined) this.position = position;
  }
}

/** What PostgreSQL says about a failure; undefined for one that is not PostgreSQL's, such as a lost connection. */
export function sqlStateOf(error: unknown): string | undefined {
  const cause = error instanceof Error && !("severity" in error) ? error.cause : error;
  if (!(cause instanceof Error) || !("severity" in cause) || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}
