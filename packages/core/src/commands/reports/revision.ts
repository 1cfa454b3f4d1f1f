import type { GraphNode } from "../../revision/graph.ts";
import type { Revision } from "../../revision/revision.ts";
import type { RevisionProblem } from "../../runtime/run/problems.ts";
import type { DatabaseMarks } from "../project/database-marks.ts";

/** A revision with its place in the graph and, where a database was asked, whether it is applied there. JSON gives it as it is. */
export interface RevisionReport extends Revision {
  /** Branch labels, inherited ones included. */
  readonly labels: readonly string[];
  /** Nothing builds on it. */
  readonly head: boolean;
  /** Another revision depends on it, so that it has no row of its own once that is applied. */
  readonly effective: boolean;
  readonly branchPoint: boolean;
  readonly mergePoint: boolean;
  /** What builds on it. */
  readonly upRevisions: readonly string[];
  /** Ids of what it depends on, labels resolved. */
  readonly dependencies: readonly string[];
  /** Applied; `current` is one of the database's rows, or implied by one of them. Absent: the database was not asked. */
  readonly applied?: boolean;
  readonly current?: boolean;
  /** Not applied, though revisions beside or above what it builds on are: it came in below them. */
  readonly older?: boolean;
  /** What does not agree between it and the database's log. Absent: nothing, or the database was not asked. */
  readonly problem?: RevisionProblem["problem"];
}

export interface ReportOptions {
  /** A path as it is to be shown. */
  readonly shown: (file: string) => string;
  /** Ids of what is applied, and of the highest of it. Absent: the database was not asked. */
  readonly database?: DatabaseMarks;
  /** By revision. Absent: the database was not asked. */
  readonly problems?: ReadonlyMap<string, RevisionProblem["problem"]>;
}

export function reportRevision(
  { revision, labels, up, down, requiredBy, dependencies }: GraphNode,
  { shown, database, problems }: ReportOptions,
): RevisionReport {
  const problem = problems?.get(revision.id);
  return {
    ...revision,
    ...(revision.file === undefined ? {} : { file: shown(revision.file) }),
    labels: [...labels].toSorted(),
    head: up.length === 0,
    effective: up.length === 0 && requiredBy.length > 0,
    branchPoint: up.length > 1,
    mergePoint: down.length > 1,
    upRevisions: up.map(({ id }) => id),
    dependencies: dependencies.map(({ id }) => id),
    ...(database === undefined ? {} : marksIn(database, revision.id)),
    ...(problem === undefined ? {} : { problem }),
  };
}

const marksIn = ({ applied, current, older }: DatabaseMarks, id: string): Pick<RevisionReport, "applied" | "current" | "older"> => ({
  applied: applied.has(id),
  current: current.has(id),
  ...(applied.has(id) ? {} : { older: older.has(id) }),
});
