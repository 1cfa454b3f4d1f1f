import { splitStatements } from "./split-statements.ts";
import { wordsOf } from "./statement-words.ts";

const controls = /^(?:begin|start transaction|commit|end|rollback(?! to)|rollback prepared|abort|prepare transaction)\b/u;

const marks = /^(?:begin|start transaction|commit|end)\b(?!.*\bprepared\b)/u;

/**
 * The statements of a script without those that only mark where its transactions begin and end. Those that roll back or prepare one stay.
 * @example withoutTransactionMarks("begin; select 1; commit;") // ["select 1"]
 */
export const withoutTransactionMarks = (script: string): readonly string[] =>
  splitStatements(script).filter((statement) => !marks.test(wordsOf(statement)));

/** The statement of a script, if any, that begins or ends a transaction. Savepoints do not. */
export function transactionControl(script: string): string | undefined {
  return splitStatements(script).find((statement) =>
    controls.test(wordsOf(statement).replace(/^rollback (?:work|transaction) to/u, "rollback to")),
  );
}
