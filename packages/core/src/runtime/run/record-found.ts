import type { RevisionGraph } from "../../revision/graph.ts";
import { recordedIn } from "../../revision/record.ts";
import { ensureTables, readState, type RecordedState } from "../tables/heads.ts";
import { insertDoneSql } from "../tables/log-table.ts";
import type { Session } from "../session.ts";
import type { Worker } from "../lock/worker.ts";
import type { Environment } from "../environment/environment.ts";
import { withWorker } from "../lock/with-worker.ts";

/** Writes down what another tool has applied, so that a revision which is put below it later is seen to be missing. */
export async function recordFound(
  { session, tables }: Pick<Worker, "session" | "tables">,
  graph: RevisionGraph,
  { heads, log }: RecordedState,
): Promise<void> {
  const { found } = recordedIn(graph, heads, log);
  if (found === undefined) return;
  const revision = heads.length === 0 ? "base" : heads.join(",");
  await session.simple(insertDoneSql(tables.log, { revision, direction: "found", headsAfter: heads, vouched: found }, 0).sql);
}

/** The same for a run that has nothing else to do. It does not wait for others, and a role without the rights for it goes without. */
export async function recordFoundAlone(environment: Environment, session: Session, { heads, log }: RecordedState): Promise<void> {
  if (recordedIn(environment.graph, heads, log).found === undefined) return;
  await withWorker({ ...environment, lockTimeoutSeconds: 0, tell: () => {} }, session, async (worker) => {
    await ensureTables(worker.session, worker.tables);
    await recordFound(worker, environment.graph, await readState(worker.session, worker.tables));
  }).catch(() => {}); // the next run tries again
}
