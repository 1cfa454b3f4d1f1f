import type { OperationMap } from "../../postgres/objects/index.ts";
import type { Row } from "../session.ts";

type Recorded = Omit<OperationMap, "execute">;

/**
 * What a revision's functions are given: a method for each operation, which takes its payload and records it.
 * Nothing runs while the function does, but for `query`.
 */
export type Op = {
  readonly [Kind in keyof Recorded]: (payload: Omit<Recorded[Kind], "kind">) => void;
} & {
  /**
   * Records SQL: one statement with values for $1, $2, ..., or several without. Statements that PostgreSQL refuses in a
   * transaction run outside of it by themselves. `{ sql }`, the payload as other operations take theirs, is as good as the text.
   * @example op.execute("update users set active = $1 where last_seen < $2", [false, new Date(0)])
   */
  readonly execute: (sql: string | { readonly sql: string }, params?: readonly unknown[]) => void;
  /**
   * Runs what has been recorded so far, then reads by one statement. Not possible where there is no database to read (`--sql`, `--dry-run`).
   * @example const rows = await op.query("select id from users where email = $1", ["ada@example.org"])
   */
  readonly query: <Result extends Row = Row>(sql: string, params?: readonly unknown[]) => Promise<readonly Result[]>;
};
