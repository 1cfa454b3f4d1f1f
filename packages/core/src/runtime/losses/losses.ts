import type { LosingPlace } from "../../operation/spec.ts";
import { statementsOf, type Plan } from "../../plan/plan.ts";
import { readUnmodelled } from "../../postgres/introspect.ts";
import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { Session } from "../session.ts";

/** What a statement loses for good. */
export interface Loss {
  readonly statement: string;
  /** In words: "all rows of table users". */
  readonly what: string;
  /** Objects and settings that are also dropped and that mig does not model. Absent: none is known. */
  readonly alsoDrops?: readonly string[];
  /** The tables and columns that lose rows or values; none: it is not about rows. Absent: not known. */
  readonly from?: readonly LosingPlace[];
  /** The number of rows, or of values that are not NULL; an estimate if there are many. Absent: not known. */
  readonly rows?: number;
  /** The statement may also lose nothing: mig cannot tell. Absent: it loses. */
  readonly isDoubt?: true;
}

/** What running a plan loses. */
export const lossesOf = (plan: Plan): readonly Loss[] =>
  statementsOf(plan).flatMap(({ sql, facts: { losesData, losesFrom, alsoDrops } }) =>
    losesData === undefined
      ? []
      : [
          {
            statement: sql,
            what: losesData,
            ...(losesFrom === undefined ? {} : { from: losesFrom }),
            ...(alsoDrops === undefined ? {} : { alsoDrops }),
          },
        ],
  );

/** What is left of a plan after its first statements, which an earlier run has done. */
export const afterStatements = (plan: Plan, done: number): Plan => {
  let toSkip = done;
  const transactions = plan.transactions.map((transaction) => {
    const statements = transaction.statements.slice(toSkip);
    toSkip = Math.max(0, toSkip - transaction.statements.length);
    return { ...transaction, statements };
  });
  return { ...plan, transactions };
};

/** The objects that no kind models, if they can be read without waiting for locks. */
export async function unmodelledIn({ simple, serverVersion }: Session): Promise<readonly Unmodelled[]> {
  try {
    return await readUnmodelled(simple, serverVersion);
  } catch {
    await simple("rollback"); // a connection that is lost says so here, or in what comes next
    return [];
  }
}

/** Whether rows are lost, as far as is known. */
export const losesRows = ({ from, rows }: Loss): boolean => from?.length !== 0 && rows !== 0;

/** Whether something was lost. What is not about rows, such as the position of a sequence, always counts. */
export const isReal = ({ rows }: Loss): boolean => rows !== 0;

/** Rows that a run would lose. */
export interface RevisionLoss extends Loss {
  readonly revision: string;
}

/** Asks somebody whether rows may be lost. */
export type ConfirmLosses = (losses: readonly RevisionLoss[]) => Promise<boolean>;

/** When to ask: the configuration's `confirmLoss`. */
export type ConfirmWhen = "always" | "downgrade" | "never";
