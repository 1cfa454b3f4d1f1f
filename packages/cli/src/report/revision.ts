import type { Revision } from "@migts/core";

/** What is known of a revision beside its file: its place in the graph and, where a database was asked, whether it is applied. */
export interface RevisionMarks {
  readonly head: boolean;
  /** Another revision depends on it, so that it has no row of its own once that is applied. */
  readonly effective: boolean;
  readonly branchPoint: boolean;
  readonly mergePoint: boolean;
  /** Absent: the database was not asked. */
  readonly current?: boolean;
}

/** A revision as JSON gives it. */
export interface RevisionReport extends Revision, RevisionMarks {}

const words = ({ head, effective, branchPoint, mergePoint, current }: RevisionMarks): readonly string[] => [
  ...(head ? [effective ? "effective head" : "head"] : []),
  ...(branchPoint ? ["branchpoint"] : []),
  ...(mergePoint ? ["mergepoint"] : []),
  ...(current ? ["current"] : []),
];

const inParentheses = (items: readonly string[]): string => (items.length === 0 ? "" : ` (${items.join(", ")})`);

/** One line: `ae10 -> 27c6 (billing) (head), message`. */
export function revisionLine(report: RevisionReport): string {
  const parents = report.downRevisions.length === 0 ? "<base>" : report.downRevisions.join(", ");
  const needs = inParentheses(report.dependsOn);
  return `${parents}${needs} -> ${report.id}${inParentheses(report.branchLabels)}${inParentheses(words(report))}, ${report.message ?? "(no message)"}`;
}

/** One line for a head: `27c6 (billing) (head)`. */
export function headLine(report: RevisionReport): string {
  return `${report.id}${inParentheses(report.branchLabels)}${inParentheses(words(report))}${report.message === undefined ? "" : `, ${report.message}`}`;
}

/** Everything about a revision, a fact a line. */
export function revisionBlock(report: RevisionReport, upRevisions: readonly string[]): string {
  const { id, downRevisions, dependsOn, branchLabels, createdAt, file, message, description } = report;
  return [
    `Revision: ${id}${inParentheses(words(report))}`,
    ...(downRevisions.length > 1 ? [`Merges: ${downRevisions.join(", ")}`] : [`Revises: ${downRevisions[0] ?? "<base>"}`]),
    ...(dependsOn.length === 0 ? [] : [`Depends on: ${dependsOn.join(", ")}`]),
    ...(upRevisions.length > 1 ? [`Branches into: ${upRevisions.join(", ")}`] : []),
    ...(branchLabels.length === 0 ? [] : [`Branch labels: ${branchLabels.join(", ")}`]),
    ...(createdAt === undefined ? [] : [`Created: ${createdAt}`]),
    ...(file === undefined ? [] : [`File: ${file}`]),
    "",
    ...[message ?? "(no message)", ...(description ?? "").split("\n")].map((line) => (line === "" ? "" : `    ${line}`)),
  ]
    .join("\n")
    .trimEnd();
}
