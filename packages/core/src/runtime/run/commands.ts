import { planStamp } from "../../revision/stamp.ts";
import { readState, type DatabaseState } from "../tables/heads.ts";
import type { Environment } from "./environment.ts";
import { execute, someProblems, type RunReport } from "./execute.ts";
import { withSession } from "./locked.ts";
import { downgradePlanner, upgradePlanner } from "./planners.ts";
import { problemsIn } from "./problems.ts";
import { writeStamp } from "./write-stamp.ts";

export interface UpgradeOptions {
  /** One target or several, as revisions are named. */
  readonly to: string | readonly string[];
  /** Also run what the rows imply and never ran here, because it was put into the history later. Absent: it is refused. */
  readonly missing?: boolean;
}

export interface DowngradeOptions {
  readonly to: string;
}

export interface StampOptions {
  readonly to: string | readonly string[];
  /** Forget all rows first, also those of revisions that no file has. */
  readonly purge?: boolean;
}

/**
 * Brings the database up to the targets. Each revision is a transaction of its own with its row in the version table; one
 * that needs several transactions leaves a mark after each, from which the next run goes on.
 * @example const { steps } = await upgrade(environment, { to: "head" })
 */
export const upgrade = (environment: Environment, options: UpgradeOptions): Promise<RunReport> =>
  execute(environment, upgradePlanner(environment.graph, options), listOf(options.to));

/**
 * Takes back what stands above the target.
 * @example await downgrade(environment, { to: "-1" })
 */
export const downgrade = (environment: Environment, { to }: DowngradeOptions): Promise<RunReport> =>
  execute(environment, downgradePlanner(environment.graph, to), [to]);

/**
 * Makes the version table say that the database is at the targets; runs no revision. Half-done revisions count as settled.
 * @example await stamp(environment, { to: "head" })
 */
export const stamp = (environment: Environment, { to, purge = false }: StampOptions): Promise<RunReport> =>
  writeStamp(environment, (heads) => planStamp(environment.graph, heads, to, { purge }), { purge });

/** Where the database is, and, where they do not agree, how its log, its rows and the files differ. Creates nothing. */
export async function current(environment: Environment): Promise<DatabaseState & Pick<RunReport, "problems">> {
  const state = await withSession(environment, {}, (session) => readState(session, environment.tables));
  const { heads, unfinished, has } = state;
  return { heads, unfinished, has, ...someProblems(problemsIn(environment.graph, state)) };
}

const listOf = (to: string | readonly string[]): readonly string[] => (typeof to === "string" ? [to] : to);
