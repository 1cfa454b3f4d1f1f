import { statementsOf, type Plan } from "../../plan/plan.ts";
import { readUnmodelled } from "../../postgres/introspect.ts";
import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { Session } from "../session.ts";

/** What a statement loses for good. */
export interface Loss {
  readonly statement: string;
  /** In words: "all rows of table users". */
  readonly what: string;
  /** Objects and settings that go along and that mig does not model. Absent: none is known. */
  readonly alsoDrops?: readonly string[];
}

/** What running a plan loses. */
export const lossesOf = (plan: Plan): readonly Loss[] =>
  statementsOf(plan).flatMap(({ sql, facts: { losesData, alsoDrops } }) =>
    losesData === undefined ? [] : [{ statement: sql, what: losesData, ...(alsoDrops === undefined ? {} : { alsoDrops }) }],
  );

/** What is there that no kind models, as far as it can be read before a transaction begins; what is locked is not waited for. */
export async function unmodelledIn({ simple, serverVersion }: Session): Promise<readonly Unmodelled[]> {
  try {
    return await readUnmodelled(simple, serverVersion);
  } catch {
    await simple("rollback"); // a connection that is lost says so here, or in what comes next
    return [];
  }
}
