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
  /** The tables and columns it is about; none: it is not about rows. Absent: not known. */
  readonly from?: readonly LosingPlace[];
  /** Rows, or values that are not NULL, that were there, more or less where there are many. Absent: not known. */
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

/** What is there that no kind models, as far as it can be read before a transaction begins; what is locked is not waited for. */
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

/** What has been lost where rows were there: what is not about rows, such as the position of a sequence, counts always. */
export const isReal = ({ rows }: Loss): boolean => rows !== 0;

/** Rows that a run would lose. */
export interface RevisionLoss extends Loss {
  readonly revision: string;
}

/** Asks whoever can answer whether rows may be lost. */
export type ConfirmLosses = (losses: readonly RevisionLoss[]) => Promise<boolean>;

/** When it is asked: the configuration's `confirmLoss`. */
export type ConfirmWhen = "always" | "downgrade" | "never";
