import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { DowngradeOptions, UpgradeOptions } from "./commands.ts";
import type { Environment } from "../environment/environment.ts";
import { withSession } from "../connection/with-session.ts";
import { planSteps } from "./plan-steps.ts";
import { downgradePlanner, upgradePlanner, type Planner } from "./planners.ts";
import { readPosition } from "./position.ts";
import { recordStep, type RecordedStep } from "../record/record-step.ts";

/** What a run would do. */
export interface Preview {
  /** The heads before. */
  readonly before: readonly string[];
  /** The heads after. */
  readonly after: readonly string[];
  readonly steps: readonly RecordedStep[];
  /** Half-done revisions among the steps, and how many of their statements are done. */
  readonly resumes: Readonly<Record<string, number>>;
}

export interface PreviewOptions {
  /** The database's schema as it is, for facts that depend on it. Absent: the general ones. */
  readonly schema?: DatabaseSchema;
}

/** What `upgrade` would do: the steps, their statements with facts. Reads the version table; changes and locks nothing. */
export const previewUpgrade = (environment: Environment, options: UpgradeOptions & PreviewOptions): Promise<Preview> =>
  preview(environment, upgradePlanner(environment.graph, options), options);

/** What `downgrade` would do. */
export const previewDowngrade = (environment: Environment, { to, ...options }: DowngradeOptions & PreviewOptions): Promise<Preview> =>
  preview(environment, downgradePlanner(environment.graph, to), options);

async function preview(environment: Environment, planner: Planner, options: PreviewOptions): Promise<Preview> {
  const position = await withSession(environment, {}, (session) => readPosition(environment, session));
  const planned = planSteps(environment.graph, planner, position);
  const steps: RecordedStep[] = [];
  let { schema } = options;
  for (const step of planned) {
    const { recorded, after } = await recordStep(environment, step, schema);
    steps.push(recorded);
    schema = after;
  }
  const resumes = Object.fromEntries(
    position.unfinished
      .filter(({ revision }) => steps.some((step) => step.revision === revision))
      .map((mark) => [mark.revision, mark.statementsDone]),
  );
  return { before: position.heads, after: steps.at(-1)?.headsAfter ?? position.heads, steps, resumes };
}
