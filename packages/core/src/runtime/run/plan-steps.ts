import { MigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { appliedOf } from "../../revision/resolve.ts";
import type { Step } from "../../revision/rows.ts";
import type { Environment } from "../environment/environment.ts";
import type { Mark } from "../tables/log-table.ts";
import { tableText } from "../tables/version-table.ts";
import type { Planner } from "./planners.ts";
import type { Position } from "./position.ts";

/** The steps from where the database is. */
export const planSteps = (graph: RevisionGraph, planner: Planner, position: Position): readonly Step[] =>
  checked(graph, planner(position), position);

/** A plan, and the position that it was made from. */
export interface Planned {
  readonly steps: readonly Step[];
  readonly planner: Planner;
  readonly start: Position;
  /** As the caller wrote them. */
  readonly targets: readonly string[];
}

/** What is left of a plan where the database is now: another run may have done some or all of it. */
export function planRest({ graph, tables }: Environment, { steps, planner, start, targets }: Planned, now: Position): readonly Step[] {
  const left = stepsLeft(steps, start.heads, now.heads);
  if (left === undefined && targets.some(isRelative))
    throw new MigError("HEADS_MOVED", { revision: steps[0]?.revision ?? "", table: tableText(tables.version) });
  if (left === undefined) return planSteps(graph, planner, now);
  // The rows do not show whether another run has done a step below them.
  const missing = new Set(now.recorded.neverRun);
  const toDo = left.filter(({ inPlace, revision }) => inPlace !== true || missing.has(revision));
  return checked(graph, toDo, now);
}

export const sameHeads = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.toSorted().join("\0") === right.toSorted().join("\0");

/** Undefined: the steps do not lead through these heads. */
function stepsLeft(steps: readonly Step[], headsBefore: readonly string[], headsNow: readonly string[]): readonly Step[] | undefined {
  if (sameHeads(headsBefore, headsNow)) return steps;
  const at = steps.findLastIndex(({ headsAfter }) => sameHeads(headsAfter, headsNow));
  return at === -1 ? undefined : steps.slice(at + 1);
}

/** Whether a target counts from where the database is: once the heads have moved, it means another revision. */
const isRelative = (target: string): boolean => /[+-]\d+$/u.test(target);

/** Refuses steps that would leave an unfinished revision behind. */
function checked(graph: RevisionGraph, steps: readonly Step[], { heads, unfinished, recorded }: Position): readonly Step[] {
  if (unfinished.length === 0) return steps;
  const ids = appliedOf(graph, heads).map(({ id }) => id);
  const applied = new Set(ids.filter((id) => !recorded.neverRun.includes(id)));
  const stranded = strandedMark(unfinished, steps, applied);
  if (stranded === undefined) return steps;
  const { revision, direction, statementsDone } = stranded;
  throw new MigError("REVISION_UNFINISHED", { revision, direction, done: statementsDone });
}

/** A mark that no step continues, although the heads say that its revision is still on that side. */
function strandedMark(marks: readonly Mark[], steps: readonly Step[], applied: ReadonlySet<string>): Mark | undefined {
  return marks.find(({ revision, direction }) => {
    const isStill = direction === "upgrade" ? !applied.has(revision) : applied.has(revision);
    return isStill && !steps.some((step) => step.revision === revision && step.direction === direction);
  });
}
