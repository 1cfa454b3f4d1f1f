import { MigError } from "../../errors.ts";
import { sql } from "../../postgres/sql/sql.ts";
import { ask } from "../ask.ts";
import { BatchFailure, sqlStateOf } from "../session.ts";
import { ensureTables, readState, readUnchecked } from "../tables/heads.ts";
import { abandonMarksSql, insertDoneSql, type LogEntry } from "../tables/log-table.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { checkedRowChangeSql, movedStates, rowChanges, tableText, versionTableError } from "../tables/version-table.ts";
import type { Environment } from "../environment/environment.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { appliedOf, appliedOfKnown } from "../../revision/resolve.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Step } from "../../revision/rows.ts";
import { withSession } from "../connection/with-session.ts";
import { withWorker } from "../lock/with-worker.ts";
import { someProblems, type RunReport } from "./report.ts";
import { problemsIn } from "./problems.ts";
import { sameHeads } from "./plan-steps.ts";
import type { Worker } from "../lock/worker.ts";

export interface StampRun {
  /** Delete all rows first. */
  readonly purge: boolean;
  /** What of it did not run here. */
  readonly except: readonly string[];
}

/** Moves the rows of the version table to where the plan ends, in one transaction. */
export async function writeStamp(
  environment: Environment,
  planner: (heads: readonly string[]) => readonly Step[],
  { purge, except }: StampRun,
): Promise<RunReport> {
  const { tables, graph } = environment;
  return withSession(environment, { creates: true }, (session) =>
    withWorker(environment, session, async (worker) => {
      await ensureTables(worker.session, tables);
      const state = await (purge ? readUnchecked : readState)(worker.session, tables);
      const { heads, unfinished } = state;
      const after = planner(heads).at(-1)?.headsAfter ?? (purge ? [] : heads);
      const problems = problemsIn(graph, state);
      if (environment.mirror !== undefined) await worker.session.simple(environment.mirror.prepare);
      const mirrored = mirroredBetween(environment, { heads, after, except });
      if (!sameHeads(heads, after) || unfinished.length > 0 || problems.length > 0)
        await write(
          worker,
          [...(purge ? replacing(tables, after) : moving(tables, heads, after)), ...mirrored],
          stampEntry(graph, after, except),
        );
      return { before: heads, after, steps: [], ...someProblems(problems) };
    }),
  );
}

/** What another tool's history has of what counts as applied from now on, and of what does not any more. */
function mirroredBetween(
  { graph, mirror }: Environment,
  { heads, after, except }: { readonly heads: readonly string[]; readonly after: readonly string[]; readonly except: readonly string[] },
): readonly string[] {
  if (mirror === undefined) return [];
  const known = (rows: readonly string[]): readonly Revision[] => appliedOfKnown(graph, rows).filter(({ id }) => !except.includes(id));
  const now = known(after);
  const gone = known(heads).filter(({ id }) => !now.some((revision) => revision.id === id));
  return [...gone.flatMap((revision) => mirror.reverted(revision)), ...now.flatMap((revision) => mirror.applied(revision))];
}

const moving = ({ version }: MigTables, before: readonly string[], after: readonly string[]): readonly string[] =>
  rowChanges(before, after).map((change) => checkedRowChangeSql(version, change).sql);

const replacing = (tables: MigTables, after: readonly string[]): readonly string[] => [
  sql`delete from ${tables.version}`.sql,
  ...moving(tables, [], after),
];

/** A stamp records that all of it is applied, but for what is named. */
export function stampEntry(graph: RevisionGraph, after: readonly string[], except: readonly string[] = []): LogEntry {
  const revision = after.length === 0 ? "base" : after.join(",");
  return {
    revision,
    direction: "stamp",
    headsAfter: after,
    vouched: appliedOf(graph, after).flatMap(({ id }) => (except.includes(id) ? [] : [id])),
  };
}

async function write({ session, tables }: Worker, moves: readonly string[], entry: LogEntry): Promise<void> {
  const { revision } = entry;
  const log = [abandonMarksSql(tables.log).sql, insertDoneSql(tables.log, entry, 0).sql];
  try {
    await ask(session, [...moves, ...log], { writes: true });
  } catch (error) {
    const state = sqlStateOf(error);
    if (state === undefined || !(error instanceof BatchFailure) || error.at >= moves.length) throw error;
    if (movedStates.includes(state)) throw new MigError("HEADS_MOVED", { revision, table: tableText(tables.version) }, { cause: error });
    throw versionTableError(tables.version, state, error);
  }
}
