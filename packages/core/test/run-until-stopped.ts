import { withClient, type ScratchDatabase } from "@migts/testkit";
import { statementsOf, type Plan, type PlannedStatement } from "../src/plan/plan.ts";

/**
 * Runs a plan as the runtime does, a transaction at a time. What comes back is the statement that stopped it, because of rows or of objects
 * that no kind models; undefined where all ran. Any other failure is thrown.
 */
export async function runUntilStopped({ url }: ScratchDatabase, plan: Plan, story: string): Promise<PlannedStatement | undefined> {
  return withClient(url, async (client) => {
    for (const { transactional, statements } of plan.transactions) {
      if (transactional) await client.query("begin");
      for (const statement of statements) {
        const stopped = await client.query(statement.sql).then(
          () => undefined,
          (error: unknown) => error as Error & { readonly code?: string },
        );
        if (stopped === undefined) continue;
        // its first statement says what it meets
        const whole = statementsOf(plan).filter(({ operation }) => operation === statement.operation);
        const said = [statement, ...whole].find((part) => saidToStop(part) !== undefined);
        const isOfRows = /^(?:22|23)/u.test(stopped.code ?? "");
        if (!isOfRows && whole.every((part) => meets(part) === undefined))
          throw new Error(`${String(stopped)} in\n${statement.sql}${story}`, { cause: stopped });
        return said ?? statement;
      }
      if (transactional) await client.query("commit");
    }
    return undefined;
  });
}

/** What a statement said may stop it. */
export const saidToStop = (statement: PlannedStatement): string | undefined => statement.facts.mayFail ?? meets(statement);

const meets = ({ facts: { inTheWay, needs } }: PlannedStatement): string | undefined => (inTheWay ?? needs)?.join(", ");
