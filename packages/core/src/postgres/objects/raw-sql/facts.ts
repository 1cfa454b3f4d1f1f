import type { OperationFacts } from "../../../operation/spec.ts";
import { splitStatements } from "../../sql/split-statements.ts";
import { wordsOf } from "../../sql/statement-words.ts";
import { enumWithNewValue } from "./statement.ts";

/**
 * What is not known is taken for the worst: whoever reads a plan should look at hand-written SQL, and a tool that
 * judges by facts must not wave it through.
 */
const worst: OperationFacts = { lock: "access exclusive", rewrites: true, scans: true, mayFail: "as the statement decides", transactional: true };

/** Statements of rows, whose lock is known. */
const rowStatement = /^(?:select|values|insert|update|delete|merge|with)\b/u;

/** Statements that PostgreSQL refuses inside a transaction block. */
const refusesTransaction = new RegExp(
  `^(?:${[
    "create (?:unique )?index concurrently",
    "drop index concurrently",
    String.raw`reindex (?:\( ?)?.*concurrently`,
    "reindex (?:.*)?(?:schema|database|system)",
    "alter table .* detach partition .* concurrently",
    "vacuum",
    "cluster$",
    "alter system",
    "(?:create|drop) (?:database|tablespace|subscription)",
    "alter database .* set tablespace",
  ].join("|")})(?!\\S)`,
  "u",
);

/** Facts of a script: of several statements, all that any of them does. */
export function rawFacts(script: string): OperationFacts {
  const statements = splitStatements(script).map(wordsOf);
  const transactional = !statements.some((words) => refusesTransaction.test(words));
  const facts = statements.length > 0 && statements.every((words) => rowStatement.test(words)) ? rowFacts : transactional ? worst : concurrent;
  return {
    ...facts,
    transactional,
    ...(enumWithNewValue(script) === undefined ? {} : { usableAfterCommit: true }),
    ...losses(statements),
  };
}

const rowFacts: OperationFacts = { lock: "row exclusive", rewrites: false, scans: true, mayFail: "as the statement decides", transactional: true };

/** The statements above let others read and write while they run, as far as they concern tables at all. */
const concurrent: OperationFacts = { lock: "share update exclusive", rewrites: false, scans: true, mayFail: "as the statement decides", transactional: false };

/** What takes rows or values away: not the end of a constraint, a default, a view or a function. */
const removes = new RegExp(
  `^(?:${[
    "truncate",
    "delete",
    String.raw`with\b.*\bdelete`,
    String.raw`drop (?:table|schema|database|sequence|foreign table|extension|owned)\b`,
    String.raw`drop (?:type|domain)\b.*\bcascade`,
    String.raw`alter table .* drop (?!(?:constraint|default|not null|expression|identity)\b)`,
  ].join("|")})`,
  "u",
);

function losses(statements: readonly string[]): { readonly losesData?: string } {
  return statements.some((words) => removes.test(words)) ? { losesData: "what the statement removes" } : {};
}
