import { splitStatements } from "./split-statements.ts";
import { wordsOf } from "./statement-words.ts";

const controls = /^(?:begin|start transaction|commit|end|rollback(?! to)|rollback prepared|abort|prepare transaction)\b/u;

/** The statement of a script, if any, that begins or ends a transaction. Savepoints do not. */
export function transactionControl(script: string): string | undefined {
  return splitStatements(script).find((statement) =>
    controls.test(wordsOf(statement).replace(/^rollback (?:work|transaction) to/u, "rollback to")),
  );
}
