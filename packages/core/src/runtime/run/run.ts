import { setTimeout as delay } from "node:timers/promises";
import { isMigError, MigError } from "../../errors.ts";
import { appliedOf } from "../../revision/resolve.ts";
import type { Revision } from "../../revision/revision.ts";
import { recordedIn } from "../../revision/record.ts";
import type { Step } from "../../revision/rows.ts";
import { ensureTables, readState, type RecordedState } from "../tables/heads.ts";
import type { RevisionModule } from "../files/import-revision.ts";
import { confirmLosses, needsYes, type Confirmed } from "../losses/confirm-losses.ts";
import type { Environment } from "../environment/environment.ts";
import { withSession, withWorker } from "../lock/with-worker.ts";
import type { Planner } from "./planners.ts";
import { problemsIn, type RevisionProblem } from "./problems.ts";
import { recordFound, recordFoundAlone } from "./record-found.ts";
import type { Loss } from "../losses/losses.ts";
import { LostInStep, runStep, stepFunction } from "../step/run-step.ts";
import { isRelative, sameHeads, stepsLeft, strandedMark } from "./steps-left.ts";
import type { Worker } from "../lock/worker.ts";

/** One step that was done. */
export interface StepReport {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  readonly headsAfter: readonly string[];
  /** Statements of the revision that ran, tries included. */
  readonly statements: number;
  /** Statements that an earlier run had done. Absent: none. */
  readonly resumedAfter?: number;
  /** What was lost for good, as far as mig knows. */
  readonly losses: readonly Loss[];
  readonly milliseconds: number;
}

/** What a run did. */
export interface RunReport {
  /** The heads before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly steps: readonly StepReport[];
  /** Where the log, the rows and the files did not agree, as the run found them. Absent: nowhere. */
  readonly problems?: readonly RevisionProblem[];
}

/** How often the heads may move under a run before it gives up. */
const mostMoves = 20;

export interface ExecuteOptions {
  /** As they were named. */
  readonly targets: readonly string[];
  /** Absent: no. */
  readonly allowLoss?: boolean;
}

/** Plans, takes the lock, looks again, and runs step by step. Without anything to do it takes no lock and writes nothing. */
export async function execute(
  environment: Environment,
  planner: Planner,
  { targets, allowLoss = false }: ExecuteOptions,
): Promise<RunReport> {
  return withSession(environment, { creates: true }, async (session) => {
    const first = await readState(session, environment.tables);
    const planned = planSteps(environment, planner, first);
    const problems = someProblems(problemsIn(environment.graph, first));
    if (planned.length === 0) {
      await recordFoundAlone(environment, session, first);
      return { before: first.heads, after: first.heads, steps: [], ...problems };
    }
    const imported = await importAll(environment, planned);
    const isFree = allowLoss || !needsYes(planned, environment.confirmLoss);
    const { mayLose, take }: Confirmed = isFree
      ? { mayLose: true, take: () => undefined }
      : await confirmLosses(imported, session, planned, first);
    return withWorker(imported, session, async (unasked) => {
      const worker: Worker = { ...unasked, mayLose, take };
      const replan = (state: RecordedState): readonly Step[] => {
        const left = stepsLeft(planned, first.heads, state.heads);
        if (left === undefined && targets.some(isRelative))
          throw new MigError("HEADS_MOVED", { revision: planned[0]?.revision ?? "", table: environment.tables.version.name });
        if (left === undefined) return planSteps(environment, planner, state);
        const missing = new Set(recordedIn(environment.graph, state.heads, state.log).neverRun);
        return checked(
          environment,
          left.filter(({ inPlace, revision }) => inPlace !== true || missing.has(revision)),
          state,
        ); // another run may have done it: the rows do not show
      };
      return { ...(await runAll(environment, worker, replan)), ...problems };
    });
  });
}

export const someProblems = (problems: readonly RevisionProblem[]): Pick<RunReport, "problems"> =>
  problems.length === 0 ? {} : { problems };

/** Loads the files of all steps before the first one runs: a broken one stops the run while the database is as it was. */
async function importAll(environment: Environment, steps: readonly Step[]): Promise<Environment> {
  const modules = new Map<string, RevisionModule>();
  for (const step of steps) {
    const revision = revisionOf(environment, step.revision);
    const module = await environment.importRevision(revision);
    stepFunction(module, revision, step);
    modules.set(step.revision, module);
  }
  return { ...environment, importRevision: async (revision) => modules.get(revision.id) ?? environment.importRevision(revision) };
}

/** The steps from where the database is. */
export function planSteps(environment: Environment, planner: Planner, state: RecordedState): readonly Step[] {
  return checked(environment, planner(state), state);
}

/** Refuses to leave behind what another run left half done. */
function checked({ graph }: Environment, steps: readonly Step[], { heads, unfinished, log }: RecordedState): readonly Step[] {
  if (unfinished.length === 0) return steps;
  const { neverRun } = recordedIn(graph, heads, log);
  const applied = new Set(
    appliedOf(graph, heads)
      .map(({ id }) => id)
      .filter((id) => !neverRun.includes(id)),
  );
  const stranded = strandedMark(unfinished, steps, applied);
  if (stranded === undefined) return steps;
  const { revision, direction, statementsDone } = stranded;
  throw new MigError("REVISION_UNFINISHED", { revision, direction, done: statementsDone });
}

async function runAll(
  environment: Environment,
  worker: Worker,
  replan: (state: RecordedState) => readonly Step[],
): Promise<Omit<RunReport, "problems">> {
  await ensureTables(worker.session, environment.tables);
  const done: StepReport[] = [];
  let before: readonly string[] | undefined;
  for (let moves = 0; ; moves += 1) {
    const state = await readState(worker.session, environment.tables);
    before ??= state.heads;
    const steps = replan(state);
    await recordFound(worker, environment.graph, state);
    try {
      await runSteps(environment, worker, { steps, state, done });
      return { before, after: done.at(-1)?.headsAfter ?? state.heads, steps: done };
    } catch (error) {
      // An orphan of a killed run, or another tool, was quicker: see where the database is now.
      if (!isMigError(error) || error.code !== "HEADS_MOVED" || moves === mostMoves) throw error;
      await delay(100);
    }
  }
}

interface StepsToRun {
  readonly steps: readonly Step[];
  readonly state: RecordedState;
  /** Filled as steps are done. */
  readonly done: StepReport[];
}

async function runSteps(environment: Environment, worker: Worker, { steps, state, done }: StepsToRun): Promise<void> {
  const of = done.length + steps.length;
  let headsBefore = state.heads;
  for (const step of steps) {
    const { revision: id, direction, headsAfter, rowsOnly, inPlace } = step;
    const at = done.length + 1;
    const mark = state.unfinished.find((one) => one.revision === id && one.direction === direction);
    if (worker.watch?.lock.isHeld() === false) throw new MigError("LOCK_LOST", { after: "is at a revision, between two steps" });
    environment.tell({
      kind: "stepStarted",
      revision: id,
      direction,
      at,
      of,
      ...(rowsOnly === true ? { rowsOnly } : {}),
      ...(inPlace === true ? { inPlace } : {}),
    });
    if (mark !== undefined) environment.tell({ kind: "stepResumed", revision: id, done: mark.statementsDone });
    const started = performance.now();
    const revision = revisionOf(environment, id);
    const ran = await runStep(worker, { step, revision, headsBefore, ...(mark === undefined ? {} : { mark }) }).catch((error: unknown) =>
      asLost(environment, error, step),
    );
    const milliseconds = Math.round(performance.now() - started);
    done.push({
      revision: id,
      direction,
      headsAfter,
      ...ran,
      milliseconds,
      ...(mark === undefined ? {} : { resumedAfter: mark.statementsDone }),
    });
    environment.tell({ kind: "stepDone", revision: id, direction, at, of, milliseconds });
    headsBefore = headsAfter;
  }
}

function revisionOf({ graph }: Environment, id: string): Revision {
  const node = graph.byId.get(id);
  if (node === undefined) throw new MigError("REVISION_NOT_FOUND", { revision: id });
  return node.revision;
}

/** After a lost connection only the database knows whether the step was committed. */
async function asLost(environment: Environment, error: unknown, step: Step): Promise<never> {
  if (!(error instanceof LostInStep)) throw error;
  const committed = await withSession(environment, {}, (session) => readState(session, environment.tables)).then(
    ({ heads, log }) =>
      step.inPlace === true
        ? !recordedIn(environment.graph, heads, log).neverRun.includes(step.revision)
        : sameHeads(heads, step.headsAfter),
    () => undefined,
  );
  throw new MigError(
    "CONNECTION_LOST",
    { revision: step.revision, ...(committed === undefined ? {} : { committed }) },
    { cause: error.cause },
  );
}
