import type { RevisionProblem, RunReport } from "@migts/core";
import type { Context } from "../context.ts";
import { problemLines, waysOn } from "../report/problem.ts";

/** Says what does not agree between the log, the rows and the files. What a run has just put right is left out. */
export function warnOfProblems({ problems = [], steps, after }: RunReport, context: Context): void {
  const ran = new Set(steps.map(({ revision }) => revision));
  warnOf(
    problems.filter(({ revision }) => !ran.has(revision)),
    after,
    context,
  );
}

/** A warning each, the last of them with the ways on. */
export function warnOf(problems: readonly RevisionProblem[], rows: readonly string[], { warn }: Context): void {
  const lines = problemLines(problems);
  lines.forEach((line, at) => warn(at === lines.length - 1 ? `${line}. ${waysOn(problems, rows)}` : line));
}

export const problemsText = (problems: readonly RevisionProblem[], rows: readonly string[]): string =>
  [...problemLines(problems), waysOn(problems, rows)].join("\n");
