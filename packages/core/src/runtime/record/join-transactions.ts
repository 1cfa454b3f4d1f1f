import type { Plan, Transaction } from "../../plan/plan.ts";
import { scan } from "../../postgres/sql/scan.ts";
import { keep, type Kept } from "./session-kept.ts";

/**
 * A plan commits before hand-written SQL that may use a new enum value. Where that commit would lose something that the session keeps, such
 * as a temporary table, it is left out, if nothing after it names the value: otherwise the plan could not run at all. A statement that uses
 * the value without naming it fails, and nothing is done.
 */
export function joinTransactions(plan: Plan): Plan {
  const joined: Transaction[] = [];
  let kept: readonly Kept[] = [];
  for (const [at, transaction] of plan.transactions.entries()) {
    const last = joined.at(-1);
    const isNeedless =
      last?.transactional === true && transaction.transactional && kept.length > 0 && !namesNew(last, plan.transactions.slice(at));
    if (isNeedless) joined.splice(-1, 1, { ...last, statements: [...last.statements, ...transaction.statements] });
    else joined.push(transaction);
    for (const { sql, operation } of transaction.statements) kept = keep(kept, sql, operation);
  }
  return joined.length === plan.transactions.length ? plan : { ...plan, transactions: joined };
}

/** Whether later statements have a string that stands in those whose result is usable only after a commit. */
function namesNew({ statements }: Transaction, later: readonly Transaction[]): boolean {
  const values = statements.filter(({ facts }) => facts.usableAfterCommit === true).flatMap(({ sql }) => stringsIn(sql));
  return later.some((transaction) => transaction.statements.some(({ sql }) => values.some((value) => sql.includes(value))));
}

const stringsIn = (sql: string): readonly string[] => [...scan(sql)].flatMap(({ kind, text }) => (kind === "string" ? [text] : []));
