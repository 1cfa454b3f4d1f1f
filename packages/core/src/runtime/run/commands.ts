import { planStamp, refuseOverlappingStamp } from "../../revision/stamp.ts";
import { readState, type DatabaseState } from "../tables/heads.ts";
import { readOptions, requireEnvironment } from "../environment/arguments.ts";
import type { Environment } from "../environment/environment.ts";
import { withSession } from "../connection/with-session.ts";
import { someProblems, type RunReport } from "./report.ts";
import { run } from "./run.ts";
import { downgradePlanner, upgradePlanner } from "./planners.ts";
import { problemsIn } from "./problems.ts";
import { startEnvironment, type StartOptions } from "../environment/start.ts";

export interface UpgradeOptions {
  /** One target or several: ids, branch labels, head, heads, base, +1 and so on. */
  readonly to: string | readonly string[];
  /** Also apply revisions that were inserted below applied ones and never ran here. Absent: they are an error. */
  readonly missing?: boolean;
  /** Accept that rows are lost; do not ask. Absent: as `confirmLoss` in the configuration says. */
  readonly allowLoss?: boolean;
}

export interface DowngradeOptions {
  readonly to: string;
  /** Accept that rows are lost; do not ask. Absent: as `confirmLoss` in the configuration says. */
  readonly allowLoss?: boolean;
}

export interface StampOptions {
  readonly to: string | readonly string[];
  /** Delete all rows first, including rows of revisions without a file. */
  readonly purge?: boolean;
  /**
   * Revisions below the targets that did not run here: they count as never run, and `upgrade` with `missing` applies them. Absent: none.
   */
  readonly except?: readonly string[];
}

/**
 * Applies revisions up to the targets. Each revision runs in its own transaction, together with the change of the version table. A
 * revision that needs several transactions leaves a mark after each one, and the next run continues from there. Several processes
 * may call this at once: one applies the revisions, the others wait for it and then have nothing to do.
 *
 * Without an environment, it reads the project's configuration first: one call is enough when an application starts.
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

/** With a mirror, what the other tool has run is recorded first. */
async function upgradeTo(environment: Environment, options: UpgradeOptions): Promise<RunReport> {
  if (environment.mirror !== undefined) await (await import("../mirror/catch-up.ts")).catchUp(environment);
  return run(environment, upgradePlanner(environment.graph, options), { targets: listOf(options.to), ...mayLose(options) });
}

const mayLose = ({ allowLoss }: { readonly allowLoss?: boolean | undefined }): { readonly allowLoss?: boolean } =>
  allowLoss === undefined ? {} : { allowLoss };

/**
 * Reverts the revisions above the target.
 * @example await downgrade(environment, { to: "-1" })
 */
export async function downgrade(environment: Environment, options: DowngradeOptions): Promise<RunReport> {
  requireEnvironment("downgrade", environment);
  const { to, allowLoss } = readOptions("downgrade", options);
  return run(environment, downgradePlanner(environment.graph, to), { targets: [to], ...mayLose({ allowLoss }) });
}

/**
 * Records the targets as applied in the version table, without running any revision. Unfinished revisions then count as done.
 * @example await stamp(environment, { to: "head" })
 */
export async function stamp(environment: Environment, options: StampOptions): Promise<RunReport> {
  requireEnvironment("stamp", environment);
  const { to, purge = false, except = [] } = readOptions("stamp", options);
  refuseOverlappingStamp(environment.graph, to);
  const { writeStamp } = await import("./write-stamp.ts");
  return writeStamp(environment, (heads) => planStamp(environment.graph, heads, to, { purge }), { purge, except });
}

/** The revisions that the database is at, and how its log, its rows and the files differ if they do not agree. Creates nothing. */
export async function current(environment: Environment): Promise<DatabaseState & Pick<RunReport, "problems">> {
  requireEnvironment("current", environment);
  const state = await withSession(environment, {}, (session) => readState(session, environment.tables));
  const { heads, unfinished, has } = state;
  return { heads, unfinished, has, ...someProblems(problemsIn(environment.graph, state)) };
}

const listOf = (to: string | readonly string[]): readonly string[] => (typeof to === "string" ? [to] : to);
