import { MigError } from "../../errors.ts";
import { planDowngrade } from "../../revision/downgrade.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { recordedIn } from "../../revision/record.ts";
import type { Step } from "../../revision/rows.ts";
import { planUpgrade } from "../../revision/upgrade.ts";
import type { RecordedState } from "../tables/heads.ts";

/** From where a database is to the steps to run. */
export type Planner = (state: RecordedState) => readonly Step[];

export interface UpgradePlan {
  readonly to: string | readonly string[];
  /** Whether to run, in their place, revisions that the rows imply and that never ran here. Absent: they are refused. */
  readonly missing?: boolean;
}

/**
 * Plans an upgrade. The rows alone do not tell what ran: a revision that was put below them since is not passed over in silence,
 * and one that ran and was put above them does not run again.
 */
export const upgradePlanner =
  (graph: RevisionGraph, { to, missing = false }: UpgradePlan): Planner =>
  ({ heads, log }) => {
    const steps = planUpgrade(graph, heads, to);
    const { neverRun, ranBefore } = recordedIn(graph, heads, log);
    if (neverRun.length > 0 && !missing) throw new MigError("REVISION_NEVER_RUN", { revisions: neverRun, rows: heads, ...belowOf(graph, neverRun) });
    const again = steps.map(({ revision }) => revision).filter((id) => ranBefore.includes(id));
    if (again.length > 0) throw new MigError("REVISION_RAN_BEFORE", { revisions: again, targets: typeof to === "string" ? [to] : to });
    return [...neverRun.map((revision): Step => ({ direction: "upgrade", revision, headsAfter: heads, inPlace: true })), ...steps];
  };

/** Plans a downgrade. What never ran here has nothing to take back. */
export const downgradePlanner =
  (graph: RevisionGraph, to: string): Planner =>
  ({ heads, log }) => {
    const steps = planDowngrade(graph, heads, to);
    const neverRun = new Set(recordedIn(graph, heads, log).neverRun);
    return steps.map((step) => (neverRun.has(step.revision) ? { ...step, neverRan: true } : step));
  };

/** What to downgrade to, so that all of these run with the next upgrade: the one revision below them, "base", or nothing that is sure. */
function belowOf(graph: RevisionGraph, ids: readonly string[]): { readonly below?: string } {
  const below = new Set(ids.flatMap((id) => graph.byId.get(id)?.requires ?? []).map(({ id }) => id).filter((id) => !ids.includes(id)));
  const [one, ...more] = below;
  if (more.length > 0) return {};
  const isBase = ids.some((id) => graph.byId.get(id)?.requires.length === 0);
  if (one === undefined) return { below: "base" };
  return isBase ? {} : { below: one };
}
