import { setTimeout as delay } from "node:timers/promises";
import { isMigError, MigError } from "../../errors.ts";
import type { Step } from "../../revision/rows.ts";
import { withSession } from "../connection/with-session.ts";
import type { Environment } from "../environment/environment.ts";
import type { Worker } from "../lock/worker.ts";
import type { Consent } from "../losses/confirm-losses.ts";
import type { LoadStep } from "../step/load-step.ts";
import { LostInStep, runStep } from "../step/run-step.ts";
import { ensureTables } from "../tables/heads.ts";
import { sameHeads } from "./plan-steps.ts";
import { readPosition, type Position } from "./position.ts";
import { recordFound } from "./record-found.ts";
import type { RunReport, StepReport } from "./report.ts";

export interface StepsToApply {
  readonly load: LoadStep;
  readonly consent: Consent;
  /** The steps from where the database is under the lock. */
  readonly stepsFrom: (now: Position) => readonly Step[];
}

/** How often the heads may move under a run before it gives up. */
const mostMoves = 20;

/** Runs the steps under the lock. If the heads move anyway, it plans again from the new heads. */
export async function applySteps(environment: Environment, worker: Worker, toApply: StepsToApply): Promise<Omit<RunReport, "problems">> {
  await ensureTables(worker.session, environment.tables);
  if (environment.mirror !== undefined) await worker.session.simple(environment.mirror.prepare);
  const done: StepReport[] = [];
  let before: readonly string[] | undefined;
  for (let moves = 0; ; moves += 1) {
    const position = await readPosition(environment, worker.session);
    before ??= position.heads;
    const steps = toApply.stepsFrom(position);
    await recordFound(worker, position);
    try {
      await runAll(environment, worker, { ...toApply, steps, position, done });
      return { before, after: done.at(-1)?.headsAfter ?? position.heads, steps: done };
    } catch (error) {
      // Another tool, or the orphan of a killed run, has moved the heads: plan again.
      if (!isMigError(error) || error.code !== "HEADS_MOVED" || moves === mostMoves) throw error;
      await delay(100);
    }
  }
}

interface StepsToRun extends Pick<StepsToApply, "load" | "consent"> {
  readonly steps: readonly Step[];
  readonly position: Position;
  /** Steps are added as they finish. */
  readonly done: StepReport[];
}

async function runAll(environment: Environment, worker: Worker, { steps, position, done, load, consent }: StepsToRun): Promise<void> {
  const of = done.length + steps.length;
  let headsBefore = position.heads;
  for (const step of steps) {
    const { revision, direction, headsAfter, rowsOnly, inPlace } = step;
    const about = { revision, direction, at: done.length + 1, of };
    const mark = position.unfinished.find((one) => one.revision === revision && one.direction === direction);
    if (worker.watch?.lock.isHeld() === false) throw new MigError("LOCK_LOST", { after: "is at a revision, between two steps" });
    const kind = { ...(rowsOnly === true ? { rowsOnly } : {}), ...(inPlace === true ? { inPlace } : {}) };
    const { message, downRevisions = [] } = environment.graph.byId.get(revision)?.revision ?? {};
    environment.tell({ kind: "stepStarted", ...about, ...kind, downRevisions, ...(message === undefined ? {} : { message }) });
    if (mark !== undefined) environment.tell({ kind: "stepResumed", revision, done: mark.statementsDone });
    const started = performance.now();
    const loaded = await load(step);
    const ran = await runStep(worker, { loaded, headsBefore, consent, ...(mark === undefined ? {} : { mark }) }).catch((error: unknown) =>
      asLost(environment, error, step),
    );
    const milliseconds = Math.round(performance.now() - started);
    const resumed = mark === undefined ? {} : { resumedAfter: mark.statementsDone };
    done.push({ revision, direction, headsAfter, ...ran, milliseconds, ...resumed });
    const { noticesLeftOut } = ran;
    environment.tell({ kind: "stepDone", ...about, milliseconds, ...(noticesLeftOut === undefined ? {} : { noticesLeftOut }) });
    headsBefore = headsAfter;
  }
}

/** After a lost connection only the database knows whether the step was committed. */
async function asLost(environment: Environment, error: unknown, { revision, headsAfter, inPlace }: Step): Promise<never> {
  if (!(error instanceof LostInStep)) throw error;
  const committed = await withSession(environment, {}, (session) => readPosition(environment, session)).then(
    ({ heads, recorded }) => (inPlace === true ? !recorded.neverRun.includes(revision) : sameHeads(heads, headsAfter)),
    () => undefined,
  );
  throw new MigError("CONNECTION_LOST", { revision, ...(committed === undefined ? {} : { committed }) }, { cause: error.cause });
}
