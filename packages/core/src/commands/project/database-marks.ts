import type { RevisionGraph } from "../../revision/graph.ts";
import { inOrder } from "../../revision/lineage.ts";
import { appliedOf } from "../../revision/resolve.ts";

/** What a database's rows say, by revision ids. */
export interface DatabaseMarks {
  /** All that is applied. */
  readonly applied: ReadonlySet<string>;
  /** What of it nothing applied builds on: the rows, and the ends of branches that the rows depend on. */
  readonly current: ReadonlySet<string>;
  /** What is not applied and came in below what is: a revision on an applied one that is not at the top, and what stands on it. */
  readonly older: ReadonlySet<string>;
}

/** @throws MigError APPLIED_REVISION_NOT_FOUND for a row that no file has */
export function databaseMarks(graph: RevisionGraph, rows: readonly string[]): DatabaseMarks {
  const applied = new Set(appliedOf(graph, rows).map(({ id }) => id));
  const isHighest = (id: string): boolean => graph.byId.get(id)?.up.every((above) => !applied.has(above.id)) ?? false;
  const current = new Set([...applied].filter(isHighest));
  return { applied, current, older: olderOf(graph, applied, current) };
}

function olderOf(graph: RevisionGraph, applied: ReadonlySet<string>, current: ReadonlySet<string>): ReadonlySet<string> {
  const older = new Set<string>();
  const timeOf = (id: string): number => Date.parse(graph.byId.get(id)?.revision.createdAt ?? "");
  const latest = [...applied].map(timeOf).reduce((most, time) => (time > most ? time : most), -Infinity);
  // Where both say when they were made, what is newer than everything that is applied is not older.
  const mayBeOlder = (id: string): boolean => !(timeOf(id) > latest) || latest === -Infinity;
  for (const { id, down } of inOrder(graph.nodes)) {
    if (
      !applied.has(id) &&
      down.length > 0 &&
      mayBeOlder(id) &&
      down.every((below) => older.has(below.id) || (applied.has(below.id) && !current.has(below.id)))
    )
      older.add(id);
  }
  return older;
}
