import type { OperationFacts } from "../../operation/spec.ts";
import type { Plan, PlannedStatement } from "../../plan/plan.ts";
import type { ObjectRef } from "../../schema/object.ts";
import type { StatementReport, TransactionReport } from "../reports/plan.ts";
import { encounterRemarks } from "./remarks.ts";

const pathText = ({ schema, name }: ObjectRef): string => (schema === undefined ? name : `${schema}.${name}`);

/** What running a statement means, in a few words: lock, rewrite, scan, loss. */
export function factsText({
  lock,
  alsoLocks,
  rewrites,
  scans,
  losesData,
  mayFail,
  notUndone,
  transactional,
  unknown,
  ...met
}: OperationFacts): string {
  return [
    ...(unknown === undefined ? [] : ["unknown; at worst"]),
    lock === "none" ? "no table lock" : `lock: ${lock}`,
    ...(alsoLocks ?? []).map((other) => `${other.lock} on ${"of" in other ? pathText(other.of) : other.words}`),
    ...(rewrites ? ["rewrites the table"] : []),
    ...(scans ? ["reads the whole table"] : []),
    ...(losesData === undefined ? [] : [`LOSES DATA: ${losesData}`]),
    ...(mayFail === undefined ? [] : [`may fail: ${mayFail}`]),
    ...encounterRemarks(met),
    ...(notUndone === undefined ? [] : [`a rollback does not undo ${notUndone}`]),
    ...(transactional ? [] : ["outside a transaction"]),
  ].join("; ");
}

/** A statement as a script has it. Its semicolon stands alone where a comment could swallow it. */
const withSemicolon = (sql: string): string => (sql.slice(sql.lastIndexOf("\n") + 1).includes("--") ? `${sql}\n;` : `${sql};`);

/** A statement with its facts as a comment above. */
const statementText = ({ sql, facts }: Pick<StatementReport, "sql" | "facts">): string =>
  `-- ${factsText(facts).replaceAll(/[\r\n]+/gu, " ")}\n${withSemicolon(sql)}`;

/**
 * A plan as a script for psql: each transaction in BEGIN and COMMIT, what refuses one outside. Above an operation stands
 * what it loses, and what it meets of what mig does not model.
 */
export function planScript({ transactions }: Plan): string {
  const told = new Map<object, ReadonlySet<string>>();
  return transactions
    .map(({ transactional, statements }) => {
      const lines = statements.flatMap((statement) => {
        const [remarks, before] = [scriptRemarks(statement), told.get(statement.operation)];
        told.set(statement.operation, new Set([...(before ?? []), ...remarks]));
        return [...remarks.filter((remark) => before?.has(remark) !== true), withSemicolon(statement.sql)];
      });
      return (transactional ? ["begin;", ...lines, "commit;"] : lines).join("\n");
    })
    .join("\n\n");
}

const scriptRemarks = ({ facts }: PlannedStatement): readonly string[] =>
  [...(facts.losesData === undefined ? [] : [`LOSES DATA: ${facts.losesData}`]), ...encounterRemarks(facts)].map(
    (remark) => `-- ${remark.replaceAll(/[\r\n]+/gu, " ")}`,
  );

/** A plan for people: statements with their facts, and where transactions begin and end. */
export function planText(transactions: readonly TransactionReport[]): string {
  return transactions
    .map(({ transactional, statements }) => {
      const lines = statements.map(statementText);
      return (transactional ? ["begin;", ...lines, "commit;"] : lines).join("\n");
    })
    .join("\n\n");
}
