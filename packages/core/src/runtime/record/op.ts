import type { OperationMap } from "../../postgres/objects/index.ts";
import type { Row } from "../session.ts";

type Recorded = Omit<OperationMap, "execute">;

/**
 * The argument of a revision's functions. It has a method for each operation, which records the operation with its payload.
 * Nothing runs before the function has ended, except `query`.
 */
export type Op = {
  readonly [Kind in keyof Recorded]: (payload: Omit<Recorded[Kind], "kind">) => void;
} & {
  /**
   * Records SQL: one statement with values for $1, $2, ..., or several without. Statements that cannot run in a
   * transaction run outside it. Instead of the text, it also takes `{ sql }`, like the payload of other operations.
   * @example op.execute("update users set active = $1 where last_seen < $2", [false, new Date(0)])
   */
  readonly execute: (sql: string | { readonly sql: string }, params?: readonly unknown[]) => void;
  /**
   * Records the SQL of a file, whose path is relative to the revision's file. Its BEGIN and COMMIT are left out. `sha256`: what the
   * file must be, line ends aside; another one is an error. Absent: it may be any.
   * @example op.executeFile("../sql/seed.sql")
   */
  readonly executeFile: (path: string, options?: { readonly sha256?: string }) => void;
  /**
   * Runs what has been recorded so far, then reads by one statement. Not possible where there is no database to read (`--sql`,
   * `--dry-run`).
   * @example const rows = await op.query("select id from users where email = $1", ["ada@example.org"])
   */
  readonly query: <Result extends Row = Row>(sql: string, params?: readonly unknown[]) => Promise<readonly Result[]>;
};
