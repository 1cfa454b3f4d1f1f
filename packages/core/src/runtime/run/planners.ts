import { MigError } from "../../errors.ts";
import { planDowngrade } from "../../revision/downgrade.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import type { Step } from "../../revision/rows.ts";
import { planUpgrade } from "../../revision/upgrade.ts";
import type { RecordedState } from "../tables/heads.ts";
import { compareLog, type Position } from "./position.ts";

/** Gives the steps from where a database is. */
export type Planner = (position: Position) => readonly Step[];

export interface UpgradePlan {
  readonly to: string | readonly string[];
  /** Whether to run revisions that the rows imply and that never ran here, without moving the rows. Absent: they are an error. */
  readonly missing?: boolean;
}

/**
 * Plans an upgrade. The rows alone do not tell what ran: a revision that was inserted below them later is not skipped silently.
 * For a revision that ran, and that was moved above them later, only the rows change.
 */
export const upgradePlanner =
  (graph: RevisionGraph, { to, missing = false }: UpgradePlan): Planner =>
  ({ rows, recorded: { neverRun, ranBefore } }) => {
    const steps = planUpgrade(graph, rows, to);
    if (neverRun.length > 0 && !missing)
      throw new MigError("REVISION_NEVER_RUN", { revisions: neverRun, rows, ...belowOf(graph, neverRun) });
    const inPlace = neverRun.map((revision): Step => ({ direction: "upgrade", revision, headsAfter: rows, inPlace: true }));
    return [...inPlace, ...marked(steps, ranBefore)];
  };

/** Plans a downgrade. A revision that never ran here has nothing to revert. */
export const downgradePlanner =
  (graph: RevisionGraph, to: string): Planner =>
  ({ rows, recorded }) =>
    marked(planDowngrade(graph, rows, to), recorded.neverRun);

/** What the next upgrade to all heads would run. */
export const pendingIn = (graph: RevisionGraph, state: Pick<RecordedState, "heads" | "log">): readonly string[] =>
  planUpgrade(graph, compareLog(graph, state).rows, "heads").map(({ revision }) => revision);

function marked(steps: readonly Step[], ids: readonly string[]): readonly Step[] {
  const rowsOnly = new Set(ids);
  return rowsOnly.size === 0 ? steps : steps.map((step) => (rowsOnly.has(step.revision) ? { ...step, rowsOnly: true } : step));
}

/** Where to downgrade to, so that the next upgrade runs all of these: the one revision below them, or "base". Empty: there is none. */
function belowOf(graph: RevisionGraph, ids: readonly string[]): { readonly below?: string } {
  const below = new Set(
    ids
      .flatMap((id) => graph.byId.get(id)?.requires ?? [])
      .map(({ id }) => id)
      .filter((id) => !ids.includes(id)),
  );
  const [one, ...more] = below;
  if (more.length > 0) return {};
  const isBase = ids.some((id) => graph.byId.get(id)?.requires.length === 0);
  if (one === undefined) return { below: "base" };
  return isBase ? {} : { below: one };
}
