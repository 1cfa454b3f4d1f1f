import { planDowngrade } from "../src/revision/downgrade.ts";
import { buildGraph } from "../src/revision/graph.ts";
import { historyOf } from "../src/revision/history.ts";
import type { Revision } from "../src/revision/revision.ts";
import type { Step } from "../src/revision/rows.ts";
import { planStamp } from "../src/revision/stamp.ts";
import { planUpgrade } from "../src/revision/upgrade.ts";
import { revisionOf } from "./graph-text.ts";
import type { WalkCase } from "./walks.ts";

/** A question that mig and a peer can both answer. */
export interface Question {
  readonly revisions: readonly Revision[];
  readonly rows: readonly string[];
  readonly command: string;
  readonly targets: readonly string[];
  readonly purge: boolean;
}

export type Answer = { readonly steps: readonly Step[] } | { readonly revisions: readonly string[] } | { readonly error: string };

/** What mig answers. */
export function answerOf({ revisions, rows, command, targets, purge }: Question): Answer {
  try {
    const graph = buildGraph(revisions);
    const [target = ""] = targets;
    if (command === "upgrade") return { steps: planUpgrade(graph, rows, targets) };
    if (command === "downgrade") return { steps: planDowngrade(graph, rows, target) };
    if (command === "stamp") return { steps: planStamp(graph, rows, targets, { purge }) };
    return { revisions: historyOf(graph, { range: target, rows }).map(({ id }) => id) };
  } catch (error) {
    if (error instanceof Error && "code" in error) return { error: String(error.code) };
    throw error;
  }
}

/** An answer in the short form of `WalkCase.gives`. */
export function shortOf(answer: Answer): string {
  if ("error" in answer) return answer.error;
  if ("revisions" in answer) return answer.revisions.join(" ");
  return answer.steps.map(({ revision, headsAfter }) => `${revision}=${headsAfter.join(",")}`).join(" ");
}

const wordsOf = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

/** A row of the table as a question. */
export function questionOf({ graph, rows = "", run }: WalkCase): Question {
  const [command = "", ...targets] = wordsOf(run);
  return {
    revisions: graph.split(",").map((one) => revisionOf(one.trim())),
    rows: wordsOf(rows),
    command,
    targets: targets.filter((target) => target !== "--purge"),
    purge: targets.includes("--purge"),
  };
}
