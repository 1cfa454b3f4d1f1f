import { shortSql, type AfterFailure } from "./after-failure.ts";
import type { ErrorRows } from "./row.ts";
import { some } from "./some.ts";

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

/**
 * @example lostText([{ revision: "ae10", statement: "drop table t", what: "all rows of table t", rows: 3 }]) // "all rows of table t (3)"
 */
export function lostText(losses: readonly LostRows[]): string {
  const texts = losses.map(
    ({ what, statement, ...found }) => `${what === "what the statement removes" ? shortSql(statement) : what} (${rowsText(found)})`,
  );
  return some(texts, "; ", 6);
}

function rowsText({ rows, isDoubt }: Pick<LostRows, "rows" | "isDoubt">): string {
  if (rows === undefined) return isDoubt === true ? "mig cannot tell what it removes" : "row count unknown";
  return rows > 1000 ? `about ${rows}` : String(rows);
}

/** Errors of losing rows. */
export interface LossErrorDetails {
  /** Rows would be lost, and nobody said that they may be. `answer`: somebody was asked. */
  readonly LOSS_NOT_CONFIRMED: AfterFailure & {
    readonly losses: readonly LostRows[];
    readonly direction: "upgrade" | "downgrade";
    readonly answer?: "no";
  };
}

export const lossErrors: ErrorRows<LossErrorDetails> = {
  LOSS_NOT_CONFIRMED: {
    exit: 3,
    say: ({ losses, direction, answer, after }) =>
      `The ${direction} ${losses.every(({ isDoubt }) => isDoubt === true) ? "may" : "would"} lose data: ${lostText(losses)}. ` +
      `${answer === undefined ? "Nobody confirmed it" : "The answer was no"}. The database ${after}.`,
    hint: ({ direction }) =>
      `Add --dry-run to see every statement first, or --allow-loss to accept the loss: mig ${direction} ... --allow-loss`,
  },
};
