import type { OperationFacts, PlannedStatement } from "@migts/core";

/** What running a statement means, in a few words: lock, rewrite, scan, loss. */
export function factsText({ lock, alsoLocks, rewrites, scans, losesData, mayFail, transactional }: OperationFacts): string {
  return [
    lock === "none" ? "no lock" : `lock: ${lock}`,
    ...(alsoLocks ?? []).map((other) => `${other.lock} on ${other.table}`),
    ...(rewrites ? ["rewrites the table"] : []),
    ...(scans ? ["reads the whole table"] : []),
    ...(losesData === undefined ? [] : [`LOSES DATA: ${losesData}`]),
    ...(mayFail === undefined ? [] : [`may fail: ${mayFail}`]),
    ...(transactional ? [] : ["outside a transaction"]),
  ].join("; ");
}

/** A statement with its facts as a comment above. */
export const statementText = ({ sql, facts }: PlannedStatement): string => `-- ${factsText(facts)}\n${sql};`;
