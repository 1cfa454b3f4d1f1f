import { appliedOf, type RevisionGraph } from "@migts/core";

/** What a database's rows say, by revision ids. */
export interface DatabaseMarks {
  /** All that is applied. */
  readonly applied: ReadonlySet<string>;
  /** What of it nothing applied builds on: the rows, and the ends of branches that the rows depend on. */
  readonly current: ReadonlySet<string>;
}

/** @throws MigError APPLIED_REVISION_NOT_FOUND for a row that no file has */
export function databaseMarks(graph: RevisionGraph, rows: readonly string[]): DatabaseMarks {
  const applied = new Set(appliedOf(graph, rows).map(({ id }) => id));
  const isHighest = (id: string): boolean => graph.byId.get(id)?.up.every((above) => !applied.has(above.id)) ?? false;
  return { applied, current: new Set([...applied].filter(isHighest)) };
}
