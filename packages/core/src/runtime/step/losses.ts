import { statementsOf, type Plan } from "../../plan/plan.ts";

/** What a statement loses for good. */
export interface Loss {
  readonly statement: string;
  /** In words: "all rows of table users". */
  readonly what: string;
}

/** What running a plan loses. */
export const lossesOf = (plan: Plan): readonly Loss[] =>
  statementsOf(plan).flatMap(({ sql, facts }) => (facts.losesData === undefined ? [] : [{ statement: sql, what: facts.losesData }]));
