import { MigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { downgrade, upgrade } from "../../runtime/run/commands.ts";
import type { RunReport } from "../../runtime/run/report.ts";
import type { Caller } from "../caller.ts";
import { environmentOf } from "../project/database.ts";
import { readGraph, type Project } from "../project/project.ts";
import { stayingBelow, type RebasePlan } from "./plan.ts";

interface Reapplying {
  readonly plan: RebasePlan;
  readonly caller: Caller;
  /** Writes the headers. */
  readonly write: () => Promise<void>;
  /** Rows of what is reverted may be lost without a question. */
  readonly allowLoss: boolean;
}

/**
 * Reverts what is to move, by the files as they are; writes the headers; applies again, what came below first. Where it stops
 * halfway, a warning says what state that is and what leads on.
 */
export async function reapply(project: Project, graph: RevisionGraph, { plan, caller, write, allowLoss }: Reapplying): Promise<RunReport> {
  const { head, moving } = plan;
  const below = stayingBelow(moving);
  if (below === undefined)
    throw new MigError("REBASE_REFUSED", { problem: `${head.id} has several parents that stay in place, so it cannot be reverted alone` });
  const top = plan.applied.at(-1)?.id ?? head.id;
  await orSay(
    downgrade(environmentOf(project, graph, caller), { to: `${head.id}@${below.id}`, ...(allowLoss ? { allowLoss } : {}) }),
    caller,
    `The files were not changed. To apply again what was reverted: mig upgrade ${top}`,
  );
  await orSay(
    write(),
    caller,
    `The database is at ${below.id}. To apply again what was reverted: mig upgrade ${top}. To continue when the files can be written: ` +
      `mig rebase, then mig upgrade ${head.id}`,
  );
  return orSay(
    upgrade(environmentOf(project, readGraph(project), caller), { to: head.id }),
    caller,
    `The files were rewritten, and ${moving.map(({ id }) => id).join(", ")} was reverted. To continue after you fix the cause: ` +
      `mig upgrade ${head.id}`,
  );
}

async function orSay<Result>(doing: Promise<Result>, { warn }: Caller, wayOn: string): Promise<Result> {
  try {
    return await doing;
  } catch (error) {
    warn(wayOn);
    throw error;
  }
}
