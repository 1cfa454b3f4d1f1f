import { placedStatements, splitStatements } from "./split-statements.ts";
import { wordsOf } from "./statement-words.ts";

const controls = /^(?:begin|start transaction|commit|end|rollback(?! to)|rollback prepared|abort|prepare transaction)\b/u;

const marks = /^(?:begin|start transaction|commit|end)\b(?!.*\bprepared\b)/u;

/**
 * A script without the statements that only mark where its transactions begin and end. Those that roll back or prepare one stay.
 * @example withoutTransactionMarks("begin;\nselect 1;\ncommit;") // "\nselect 1;\n"
 */
export function withoutTransactionMarks(script: string): string {
  const cuts = placedStatements(script)
    .filter(({ text }) => marks.test(wordsOf(text)))
    .map(({ text, start }) => ({ start, end: script.indexOf(";", start + text.length) }));
  return cuts.reduceRight((text, { start, end }) => text.slice(0, start) + (end === -1 ? "" : text.slice(end + 1)), script);
}

/** The statement of a script, if any, that begins or ends a transaction. Savepoints do not. */
export function transactionControl(script: string): string | undefined {
  return splitStatements(script).find((statement) =>
    controls.test(wordsOf(statement).replace(/^rollback (?:work|transaction) to/u, "rollback to")),
  );
}

/**
 * How many of a transaction's first statements say what kind of transaction it is. PostgreSQL takes that only before the first query.
 * @example leadingModes(["set transaction isolation level serializable", "select 1"]) // 1
 * @see https://www.postgresql.org/docs/current/sql-set-transaction.html
 */
export function leadingModes(statements: readonly string[]): number {
  const rest = statements.findIndex((statement) => !/^set transaction\b/u.test(wordsOf(statement)));
  return rest === -1 ? statements.length : rest;
}
