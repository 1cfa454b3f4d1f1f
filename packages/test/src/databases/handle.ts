/** A row by column names. Values are as `pg` gives them. */
export type Row = Readonly<Record<string, unknown>>;

/** A database of a test's own. */
export interface TestDatabase {
  /** For `pg`, Prisma, Drizzle and whatever else takes a URL. */
  readonly url: string;
  readonly name: string;
  /**
   * The PGlite database, if the project is tested in PGlite: for drivers that take one. `url` is then `pglite:memory`. Absent: it is on a
   * server.
   */
  readonly pglite?: object;
  /** Runs one statement with values for $1, $2, ... The session's time zone is UTC. */
  readonly query: <R extends object = Row>(text: string, values?: readonly unknown[]) => Promise<readonly R[]>;
  /**
   * Makes the database again what it was at first. Open connections stay, unless the design was changed, or a transaction that is still
   * open holds a table: then the database is made anew under the same URL, and connections to it are ended.
   */
  readonly reset: () => Promise<void>;
  /** Drops the database, whoever is connected to it. */
  readonly close: () => Promise<void>;
  /** The same as `close`, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}
