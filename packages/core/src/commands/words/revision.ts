import { some } from "../../errors/some.ts";
import type { RevisionReport } from "../reports/revision.ts";
import { problemMark } from "./problem.ts";

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
