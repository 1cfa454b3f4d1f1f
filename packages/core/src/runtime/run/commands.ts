import { planStamp, refuseOverlappingStamp } from "../../revision/stamp.ts";
import { readState, type DatabaseState } from "../tables/heads.ts";
import { readOptions, requireEnvironment } from "./arguments.ts";
import type { Environment } from "./environment.ts";
import { execute, someProblems, type RunReport } from "./execute.ts";
import { withSession } from "./locked.ts";
import { downgradePlanner, upgradePlanner } from "./planners.ts";
import { problemsIn } from "./problems.ts";
import { startEnvironment, type StartOptions } from "./start.ts";
import { writeStamp } from "./write-stamp.ts";

export interface UpgradeOptions {
  /** One target or several, as revisions are named. */
  readonly to: string | readonly string[];
  /** Also run what the rows imply and never ran here, because it was put into the history later. Absent: it is refused. */
  readonly missing?: boolean;
  /** Rows may be lost without a question. Absent: as `confirmLoss` of the configuration says. */
  readonly allowLoss?: boolean;
}

export interface DowngradeOptions {
  readonly to: string;
  /** Rows may be lost without a question. Absent: as `confirmLoss` of the configuration says. */
  readonly allowLoss?: boolean;
}

export interface StampOptions {
  readonly to: string | readonly string[];
  /** Forget all rows first, also those of revisions that no file has. */
  readonly purge?: boolean;
}

/**
 * Brings the database up to the targets. Each revision is a transaction of its own with its row in the version table; one
 * that needs several transactions leaves a mark after each, from which the next run goes on. Several processes may call it at
 * once: one applies the revisions, the others wait for it and find nothing left to do.
 *
 * With options alone it reads the project's configuration first: the one call that an application makes when it starts.
 * @example await upgrade({ url: process.env.DATABASE_URL })
 * @example const { steps } = await upgrade(environment, { to: "head" })
 */
export function upgrade(options?: StartOptions): Promise<RunReport>;
export function upgrade(environment: Environment, options: UpgradeOptions): Promise<RunReport>;
export async function upgrade(first: Environment | StartOptions = {}, second?: UpgradeOptions): Promise<RunReport> {
  if (second === undefined && !("importRevision" in Object(first))) {
    const { environment, to } = await startEnvironment(first);
    return upgradeTo(environment, { to });
  }
  requireEnvironment("upgrade", first);
  return upgradeTo(first as Environment, readOptions("upgrade", second ?? {}) as UpgradeOptions); // as was checked
}

const upgradeTo = (environment: Environment, options: UpgradeOptions): Promise<RunReport> => execute(environment, upgradePlanner(environment.graph, options), { targets: listOf(options.to), ...mayLose(options) });

const mayLose = ({ allowLoss }: { readonly allowLoss?: boolean | undefined }): { readonly allowLoss?: boolean } => (allowLoss === undefined ? {} : { allowLoss });

/**
 * Reverts what stands above the target.
 * @example await downgrade(environment, { to: "-1" })
 */
export async function downgrade(environment: Environment, options: DowngradeOptions): Promise<RunReport> {
  requireEnvironment("downgrade", environment);
  const { to, allowLoss } = readOptions("downgrade", options);
  return execute(environment, downgradePlanner(environment.graph, to), { targets: [to], ...mayLose({ allowLoss }) });
}

/**
 * Makes the version table say that the database is at the targets; runs no revision. Half-done revisions count as settled.
 * @example await stamp(environment, { to: "head" })
 */
export async function stamp(environment: Environment, options: StampOptions): Promise<RunReport> {
  requireEnvironment("stamp", environment);
  const { to, purge = false } = readOptions("stamp", options);
  refuseOverlappingStamp(environment.graph, to);
  return writeStamp(environment, (heads) => planStamp(environment.graph, heads, to, { purge }), { purge });
}

/** Where the database is, and, where they do not agree, how its log, its rows and the files differ. Creates nothing. */
export async function current(environment: Environment): Promise<DatabaseState & Pick<RunReport, "problems">> {
  requireEnvironment("current", environment);
  const state = await withSession(environment, {}, (session) => readState(session, environment.tables));
  const { heads, unfinished, has } = state;
  return { heads, unfinished, has, ...someProblems(problemsIn(environment.graph, state)) };
}

const listOf = (to: string | readonly string[]): readonly string[] => (typeof to === "string" ? [to] : to);
