import type { OperationFacts } from "../../operation/spec.ts";
import type { Plan } from "../../plan/plan.ts";

/** A transaction of a plan, or what stands outside of one. */
export interface TransactionReport {
  readonly transactional: boolean;
  readonly statements: readonly StatementReport[];
}

export interface StatementReport {
  readonly sql: string;
  /** The kind of the operation that it is a part of. */
  readonly operation: string;
  /** Its lock, what it rewrites, reads and loses, and why it may fail. */
  readonly facts: OperationFacts;
}

/** A plan as results give it. */
export const planReport = ({ transactions }: Plan): readonly TransactionReport[] =>
  transactions.map(({ transactional, statements }) => ({
    transactional,
    statements: statements.map(({ sql, facts, operation }) => ({ sql, operation: operation.kind, facts })),
  }));
