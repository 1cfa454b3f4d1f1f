import { asciiLines, drawLanes, lines } from "./lanes.ts";
import type { RevisionReport } from "@migts/core";
import { declaredMarks, noMessage } from "@migts/core/report";

/** The graph with lanes, newest at the top: `●` applied, `○` not applied, `◆` where the database was not asked. */
export function graphText(reports: readonly RevisionReport[], { ascii }: { readonly ascii: boolean }): string {
  const signs = ascii ? { applied: "*", pending: "o", unknown: "*" } : { applied: "●", pending: "○", unknown: "◆" };
  const nodes = reports.map((report) => ({
    id: report.id,
    down: report.downRevisions,
    needs: report.dependencies,
    symbol: report.applied === undefined ? signs.unknown : report.applied ? signs.applied : signs.pending,
    label: ` ${report.id}${declaredMarks(report)}${pending(report)} ${report.message ?? noMessage}${needs(report)}`,
  }));
  return drawLanes(nodes, ascii ? asciiLines : lines);
}

const pending = ({ applied, older }: RevisionReport): string =>
  applied === false ? (older === true ? " (not applied, older than applied ones)" : " (not applied)") : "";
const needs = ({ dependsOn }: RevisionReport): string => (dependsOn.length === 0 ? "" : ` (needs ${dependsOn.join(", ")})`);

const title = (report: RevisionReport): readonly string[] => [
  report.id,
  ...(report.branchLabels.length === 0 ? [] : [`(${report.branchLabels.join(", ")})`]),
  report.message ?? noMessage,
];

/** For mermaid: lines upwards from what is built on; dotted for dependencies. */
export function mermaidText(reports: readonly RevisionReport[]): string {
  const name = namesOf(reports);
  const quoted = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("#", "&#35;");
  return [
    "flowchart BT",
    ...reports.map(
      (report) => `  ${name(report.id)}["${title(report).map(quoted).join("<br>")}"]${report.applied === false ? ":::pending" : ""}`,
    ),
    ...edges(reports).map(({ from, to, kind }) => `  ${name(from)} ${kind === "down" ? "-->" : "-.->"} ${name(to)}`),
    ...(reports.some(({ applied }) => applied === false) ? ["  classDef pending stroke-dasharray: 4 4"] : []),
  ].join("\n");
}

/** For Graphviz. */
export function dotText(reports: readonly RevisionReport[]): string {
  const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  return [
    "digraph revisions {",
    "  rankdir = BT;",
    "  node [shape = box];",
    ...reports.map(
      (report) =>
        `  ${quoted(report.id)} [label = ${quoted(title(report).join("\n"))}${report.applied === false ? ", style = dashed" : ""}];`,
    ),
    ...edges(reports).map(({ from, to, kind }) => `  ${quoted(from)} -> ${quoted(to)}${kind === "down" ? "" : " [style = dotted]"};`),
    "}",
  ].join("\n");
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: "down" | "dependency";
}

function edges(reports: readonly RevisionReport[]): readonly Edge[] {
  const shown = new Set(reports.map(({ id }) => id));
  return reports.flatMap(({ id, downRevisions, dependencies }) => [
    ...downRevisions.filter((below) => shown.has(below)).map((from): Edge => ({ from, to: id, kind: "down" })),
    ...dependencies.filter((below) => shown.has(below)).map((from): Edge => ({ from, to: id, kind: "dependency" })),
  ]);
}

/** Names that any id can have: mermaid takes some words, such as `end`, for its own. */
function namesOf(reports: readonly RevisionReport[]): (id: string) => string {
  const names = new Map(reports.map(({ id }, at) => [id, `r${at}`]));
  return (id) => names.get(id) ?? id;
}
