import { planDowngrade } from "../../revision/downgrade.ts";
import { planStamp } from "../../revision/stamp.ts";
import { planUpgrade } from "../../revision/upgrade.ts";
import { readState, type DatabaseState } from "../tables/heads.ts";
import type { Environment } from "./environment.ts";
import { execute, type RunReport } from "./execute.ts";
import { withSession } from "./locked.ts";
import { writeStamp } from "./write-stamp.ts";

export interface UpgradeOptions {
  /** One target or several, as revisions are named. */
  readonly to: string | readonly string[];
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
export const upgrade = (environment: Environment, { to }: UpgradeOptions): Promise<RunReport> =>
  execute(environment, (heads) => planUpgrade(environment.graph, heads, to), listOf(to));

/**
 * Takes back what stands above the target.
 * @example await downgrade(environment, { to: "-1" })
 */
export const downgrade = (environment: Environment, { to }: DowngradeOptions): Promise<RunReport> =>
  execute(environment, (heads) => planDowngrade(environment.graph, heads, to), [to]);

/**
 * Makes the version table say that the database is at the targets; runs no revision. Half-done revisions count as settled.
 * @example await stamp(environment, { to: "head" })
 */
export const stamp = (environment: Environment, { to, purge = false }: StampOptions): Promise<RunReport> =>
  writeStamp(environment, (heads) => planStamp(environment.graph, heads, to, { purge }), { purge });

/** Where the database is. Creates nothing. */
export const current = (environment: Environment): Promise<DatabaseState> => withSession(environment, {}, (session) => readState(session, environment.tables));

const listOf = (to: string | readonly string[]): readonly string[] => (typeof to === "string" ? [to] : to);
