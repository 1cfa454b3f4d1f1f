import { ensureTables } from "../tables/heads.ts";
import type { Environment } from "../environment/environment.ts";
import type { Worker } from "../lock/worker.ts";
import { withWorker } from "../lock/with-worker.ts";
import type { Session } from "../session.ts";
import { insertDoneSql } from "../tables/log-table.ts";
import { readPosition, type Position } from "./position.ts";

/** Logs what another tool has applied, so that a revision that is inserted below it later is seen to be missing. */
export async function recordFound(
  { session, tables }: Pick<Worker, "session" | "tables">,
  { heads, recorded: { found } }: Position,
): Promise<void> {
  if (found === undefined) return;
  const revision = heads.length === 0 ? "base" : heads.join(",");
  await session.simple(insertDoneSql(tables.log, { revision, direction: "found", headsAfter: heads, vouched: found }, 0).sql);
}

/** The same for a run that has nothing else to do. It does not wait for others. A role that may not write the log does without. */
export async function recordFoundAlone(environment: Environment, session: Session): Promise<void> {
  await withWorker({ ...environment, lockTimeoutSeconds: 0, tell: () => {} }, session, async (worker) => {
    await ensureTables(worker.session, worker.tables);
    await recordFound(worker, await readPosition(environment, worker.session));
  }).catch(() => {}); // the next run tries again
}
