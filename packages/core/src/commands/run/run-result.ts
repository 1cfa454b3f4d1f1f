import type { RevisionGraph } from "../../revision/graph.ts";
import type { RecordedStep } from "../../runtime/record/record-step.ts";
import type { Preview } from "../../runtime/run/preview.ts";
import type { RevisionProblem } from "../../runtime/run/problems.ts";
import type { RunReport, StepReport } from "../../runtime/run/report.ts";
import { databaseMarks } from "../project/database-marks.ts";
import { planReport, type TransactionReport } from "../reports/plan.ts";

/** What a step is about. */
export interface StepOf {
  readonly message: string | null;
  /** What it builds on. */
  readonly downRevisions: readonly string[];
}

/** What a run did. */
export interface RunResult {
  /** The heads before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly steps: readonly (StepReport & StepOf)[];
  /** Applied revisions that came in below what was applied, as after a merge in git. */
  readonly older: readonly string[];
  /** Where the log, the rows and the files did not agree, as the run found them. Absent: nowhere. */
  readonly problems?: readonly RevisionProblem[];
  /** How many revisions the files have. */
  readonly revisions: number;
}

/** What a run would do. */
export interface PlanResult {
  readonly dryRun: true;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly steps: readonly (Omit<RecordedStep, "plan"> & StepOf & { readonly transactions: readonly TransactionReport[] })[];
  /** Half-done revisions among the steps, and how many of their statements are done. */
  readonly resumes: Readonly<Record<string, number>>;
  readonly older: readonly string[];
  readonly revisions: number;
}

export function runResult(graph: RevisionGraph, { before, after, steps, problems }: RunReport): RunResult {
  return {
    before,
    after,
    steps: steps.map((step) => ({ ...step, ...stepOf(graph, step.revision) })),
    older: olderAmong(graph, before, steps),
    ...(problems === undefined ? {} : { problems }),
    revisions: graph.nodes.length,
  };
}

export function planResult(graph: RevisionGraph, { before, after, steps, resumes }: Preview): PlanResult {
  return {
    dryRun: true,
    before,
    after,
    steps: steps.map(({ plan, ...step }) => ({ ...step, ...stepOf(graph, step.revision), transactions: planReport(plan) })),
    resumes,
    older: olderAmong(graph, before, steps),
    revisions: graph.nodes.length,
  };
}

function stepOf(graph: RevisionGraph, id: string): StepOf {
  const revision = graph.byId.get(id)?.revision;
  return { message: revision?.message ?? null, downRevisions: revision?.downRevisions ?? [] };
}

type AnyStep = Pick<StepReport, "direction" | "revision">;

/** Upgraded revisions that came in below what was applied, as after a merge in git: worth a second look. */
function olderAmong(graph: RevisionGraph, before: readonly string[], steps: readonly AnyStep[]): readonly string[] {
  if (before.length === 0 || steps.every(({ direction }) => direction === "downgrade")) return [];
  const { older } = databaseMarks(graph, before);
  return steps.map(({ revision }) => revision).filter((revision) => older.has(revision));
}
