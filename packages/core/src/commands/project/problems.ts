import type { RevisionProblem } from "../../runtime/run/problems.ts";
import type { RunReport } from "../../runtime/run/report.ts";
import type { Caller } from "../caller.ts";
import { problemLines, waysOn } from "../words/problem.ts";

/** Says what does not agree between the log, the rows and the files. What a run has just put right is left out. */
export function warnOfProblems({ problems = [], steps, after }: RunReport, caller: Caller): void {
  const ran = new Set(steps.map(({ revision }) => revision));
  warnOf(
    problems.filter(({ revision }) => !ran.has(revision)),
    after,
    caller,
  );
}

/** A warning each, the last of them with the ways on. */
export function warnOf(problems: readonly RevisionProblem[], rows: readonly string[], { warn }: Caller): void {
  const lines = problemLines(problems);
  lines.forEach((line, at) => warn(at === lines.length - 1 ? `${line}. ${waysOn(problems, rows)}` : line));
}
