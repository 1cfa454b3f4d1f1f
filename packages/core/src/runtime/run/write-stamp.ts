import { MigError } from "../../errors.ts";
import { sqlStateOf } from "../session.ts";
import { ensureTables, readState } from "../tables/heads.ts";
import { abandonMarksSql, insertDoneSql } from "../tables/log-table.ts";
import { checkedRowChangeSql, movedStates, rowChanges, tableText } from "../tables/version-table.ts";
import type { Environment } from "./environment.ts";
import type { Planner, RunReport } from "./execute.ts";
import { withSession, withWorker } from "./locked.ts";
import type { Worker } from "../step/worker.ts";

/** Moves the rows of the version table to where the plan ends, in one transaction. */
export async function writeStamp(environment: Environment, planner: Planner): Promise<RunReport> {
  return withSession(environment, { creates: true }, (session) =>
    withWorker(environment, session, async (worker) => {
      await ensureTables(worker.session, environment.tables);
      const { heads, unfinished } = await readState(worker.session, environment.tables);
      const after = planner(heads).at(-1)?.headsAfter;
      if (after === undefined && unfinished.length === 0) return { before: heads, after: heads, steps: [] };
      await write(worker, heads, after ?? heads);
      return { before: heads, after: after ?? heads, steps: [] };
    }),
  );
}

async function write({ session, tables }: Worker, before: readonly string[], after: readonly string[]): Promise<void> {
  const revision = after.length === 0 ? "base" : after.join(",");
  const moves = rowChanges(before, after).map((change) => checkedRowChangeSql(tables.version, change).sql);
  const log = [abandonMarksSql(tables.log).sql, insertDoneSql(tables.log, { revision, direction: "stamp" }, 0).sql];
  try {
    await session.batch(["begin", ...moves, ...log, "commit"]);
  } catch (error) {
    await session.simple("rollback").catch(() => {});
    if (movedStates.includes(sqlStateOf(error) ?? "")) throw new MigError("HEADS_MOVED", { revision, table: tableText(tables.version) }, { cause: error });
    throw error;
  }
}
