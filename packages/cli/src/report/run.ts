import type { Preview, RevisionGraph, RunEvent, RunReport } from "@migts/core";
import type { Outcome } from "../command.ts";
import type { Context } from "../context.ts";
import { planJson, planText } from "./plan.ts";

/** Tells people how far a run is, a line an event. */
export function tellProgress(graph: RevisionGraph, { progress }: Context): (event: RunEvent) => void {
  return (event) => {
    if (event.kind !== "stepDone") progress(eventLine(graph, event));
  };
}

function eventLine(graph: RevisionGraph, event: Exclude<RunEvent, { kind: "stepDone" }>): string {
  if (event.kind === "stepStarted") return stepLine(graph, event);
  if (event.kind === "stepResumed") return `  goes on after ${event.done} statements that an earlier run has done`;
  if (event.kind === "waiting") return `waiting for another run${event.holder === undefined ? "" : ` (${event.holder})`}, ${event.seconds} s`;
  return `  a table is in use${event.blockers.length === 0 ? "" : ` by ${event.blockers.join(", ")}`}; trying again`;
}

/** `Running upgrade ae10 -> 27c6, add orders`. */
export function stepLine(graph: RevisionGraph, { direction, revision }: { readonly direction: "upgrade" | "downgrade"; readonly revision: string }): string {
  const node = graph.byId.get(revision);
  const below = node?.revision.downRevisions.join(", ") || "base";
  const way = direction === "upgrade" ? `${below} -> ${revision}` : `${revision} -> ${below}`;
  const message = node?.revision.message;
  return `Running ${direction} ${way}${message === undefined ? "" : `, ${message}`}`;
}

export const headsText = (heads: readonly string[]): string => (heads.length === 0 ? "base" : heads.join(", "));

/** What a run did, as the outcome of its command. */
export function runOutcome(graph: RevisionGraph, report: RunReport, verb: "upgraded" | "downgraded"): Outcome {
  const { before, after, steps } = report;
  const count = `${steps.length} ${steps.length === 1 ? "revision" : "revisions"}`;
  const messages = steps.map((step) => ({ ...step, message: graph.byId.get(step.revision)?.revision.message ?? null }));
  return {
    data: { before, after, steps: messages },
    text: steps.length === 0 ? `Nothing to do: the database is at ${headsText(after)}.` : `${verb} ${count}, now at ${headsText(after)}`,
  };
}

/** What a run would do, as the outcome of its command. */
export function previewOutcome(graph: RevisionGraph, { before, after, steps, resumes }: Preview): Outcome {
  const texts = steps.map(({ plan, read, ...step }) => {
    const done = resumes[step.revision];
    return [
      `-- ${stepLine(graph, step).replace("Running ", "").replaceAll(/[\r\n]+/gu, " ")}`,
      ...(done === undefined ? [] : [`-- ${done} statements are done, from an earlier run`]),
      planText(plan),
      ...(read === undefined ? [] : [`-- then it reads: ${read.replaceAll(/\s+/gu, " ")}`, "-- what follows is known only when it runs"]),
    ].filter((line) => line !== "");
  });
  return {
    data: { dryRun: true, before, after, steps: steps.map(({ plan, ...step }) => ({ ...step, message: graph.byId.get(step.revision)?.revision.message ?? null, transactions: planJson(plan) })), resumes },
    text: steps.length === 0 ? `Nothing to do: the database is at ${headsText(after)}.` : texts.map((lines) => lines.join("\n")).join("\n\n"),
  };
}

export const scriptOutcome = (sql: string): Outcome => ({ data: { sql }, text: sql.trimEnd() });
