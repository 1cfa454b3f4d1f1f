import { some, type GraphNode, type Revision, type RevisionProblem } from "@migts/core/project";
import type { DatabaseMarks } from "../project/database-marks.ts";
import { problemMark } from "./problem.ts";

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

const marksOf = ({ head, effective, branchPoint, mergePoint, current, problem }: RevisionReport): readonly string[] => [
  ...(head ? [effective ? "effective head" : "head"] : []),
  ...(branchPoint ? ["branchpoint"] : []),
  ...(mergePoint ? ["mergepoint"] : []),
  ...(current ? ["current"] : []),
  ...(problem === undefined ? [] : [problemMark[problem]]),
];

/** ` (head) (current)`. */
const marks = (report: RevisionReport): string =>
  marksOf(report)
    .map((mark) => ` (${mark})`)
    .join("");

const inParentheses = (items: readonly string[]): string => (items.length === 0 ? "" : ` (${some(items)})`);

/** Labels that it declares itself, and marks: where a drawing shows what inherits them. */
export const declaredMarks = (report: RevisionReport): string => inParentheses(report.branchLabels) + marks(report);

/** Labels and marks, as they follow an id. */
export const revisionMarks = (report: RevisionReport): string => inParentheses(report.labels) + marks(report);

export const noMessage = "(no message)";

/** One line: `ae10 -> 27c6 (billing) (head), message`. */
export function revisionLine(report: RevisionReport): string {
  const parents = report.downRevisions.length === 0 ? "<base>" : report.downRevisions.join(", ");
  return `${parents}${inParentheses(report.dependsOn)} -> ${report.id}${revisionMarks(report)}, ${report.message ?? noMessage}`;
}

/** One line for a head: `27c6 (billing) (head), message`. */
export function headLine(report: RevisionReport): string {
  return `${report.id}${revisionMarks(report)}${report.message === undefined ? "" : `, ${report.message}`}`;
}

/** Everything about a revision, a fact a line. */
export function revisionBlock(report: RevisionReport): string {
  const { id, downRevisions, dependsOn, labels, upRevisions, createdAt, adopts, file, message, description } = report;
  return [
    `Revision: ${id}${marks(report)}`,
    downRevisions.length > 1 ? `Merges: ${downRevisions.join(", ")}` : `Revises: ${downRevisions[0] ?? "<base>"}`,
    ...(dependsOn.length === 0 ? [] : [`Depends on: ${dependsOn.join(", ")}`]),
    ...(upRevisions.length > 1 ? [`Branches into: ${upRevisions.join(", ")}`] : []),
    ...(labels.length === 0 ? [] : [`Branch labels: ${some(labels)}`]),
    ...(createdAt === undefined ? [] : [`Created: ${createdAt}`]),
    ...(adopts === undefined
      ? []
      : [`Adopts: ${adopts.name} of ${adopts.tool}${adopts.form === "baseline" ? ", and what came before" : ""}`]),
    ...(file === undefined ? [] : [`File: ${file}`]),
    "",
    ...[message ?? noMessage, ...(description === undefined ? [] : ["", ...description.split("\n")])].map((line) =>
      line === "" ? "" : `    ${line}`,
    ),
  ]
    .join("\n")
    .trimEnd();
}
