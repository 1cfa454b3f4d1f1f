import type { OperationFacts } from "../../../../operation/spec.ts";
import { phraseOf } from "../../../sql/statement-words.ts";
import { lossesOf } from "./facts/losses.ts";
import { mayLoseOf } from "./facts/may-lose.ts";

/** Rows and values that a statement takes, as far as its text says: `using null` empties a column, `using 0` may. */
export function lossesInText(statement: string): Pick<OperationFacts, "losesData" | "losesFrom" | "mayLose"> {
  const words = phraseOf(statement);
  const mayLose = mayLoseOf(words, statement);
  return { ...lossesOf(words, statement), ...(mayLose === undefined ? {} : { mayLose }) };
}
