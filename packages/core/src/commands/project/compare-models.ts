import { MigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { effectiveHeadsOf } from "../../revision/resolve.ts";
import { compare, extended, type CompareOptions, type Comparison } from "../../runtime/compare/compare.ts";
import { connectOptionsOf, requireUrl } from "../../runtime/environment/environment.ts";
import { pendingIn } from "../../runtime/run/planners.ts";
import { problemsIn, type RevisionProblem } from "../../runtime/run/problems.ts";
import { rewrittenBy as hookChanges } from "../../runtime/selection/before-write.ts";
import { readState } from "../../runtime/tables/heads.ts";
import { openSession } from "./database.ts";
import { withMirrored } from "./mirror.ts";
import { configuredAdapters, readModels } from "./models.ts";
import type { Project } from "./project.ts";
import { askCatalog } from "./sides.ts";
import type { Rewritten } from "../reports/remarks.ts";

/** Where a database is that lacks revisions. */
export interface Behind {
  readonly rows: readonly string[];
  /** What is not applied, in the order in which it would be. */
  readonly pending: readonly string[];
  /** What does not agree between its log, its rows and the files. */
  readonly problems: readonly RevisionProblem[];
  readonly heads: readonly string[];
}

/** A comparison, and what does not agree between the database's log and the files. */
export interface Compared extends Comparison {
  /** What `beforeWrite` of the configuration added and took away. Absent: it changed nothing. */
  readonly rewritten?: Rewritten;
  readonly rows: readonly string[];
  readonly problems: readonly RevisionProblem[];
}

/**
 * Compares the project's database with its models. A database that lacks revisions, at the top or below, is not compared: their changes
 * would be taken for differences. `decide` gives the answers to what may have other names.
 */
export async function compareModels(
  { project, graph, command }: { readonly project: Project; readonly graph: RevisionGraph; readonly command: string },
  decide: (comparing: (options: CompareOptions) => Promise<Comparison>) => Promise<Comparison>,
): Promise<Compared | Behind> {
  if (project.config.models === undefined) throw new MigError("NO_MODELS", { command });
  const session = await openSession(project, requireUrl(project), connectOptionsOf(project));
  try {
    const reading = readState(session, project.tables);
    const adapters = configuredAdapters(project, command); // loaded while the server works
    adapters.catch(() => {}); // thrown below, if nothing is pending
    const read = await reading;
    const { heads: rows } = read;
    const { state } = await withMirrored(session, project, { graph, state: read });
    const pending = pendingIn(graph, state);
    const problems = problemsIn(graph, state);
    if (pending.length > 0 || problems.some(({ problem }) => problem === "neverRun"))
      return { rows, pending, problems, heads: effectiveHeadsOf(graph).map(({ id }) => id) };
    const database = askCatalog(session, project); // the server works while the models are read
    const models = await readModels(await adapters, project);
    const side = await database;
    const comparison = await decide((options) => compare(side, models, { ...options, configuration: project }));
    return extended(await hooked(comparison, project), { rows, problems });
  } finally {
    await session.close();
  }
}

/** A comparison as `beforeWrite` of the configuration leaves it. */
export async function hooked(comparison: Comparison, { config, file, shown }: Project): Promise<Omit<Compared, "rows" | "problems">> {
  const { beforeWrite } = config;
  if (beforeWrite === undefined || comparison.upgrade.length === 0) return comparison;
  const { added, removed, ...changes } = await hookChanges(beforeWrite, comparison, file === undefined ? "the configuration" : shown(file));
  return extended(comparison, {
    ...changes,
    hindered: comparison.hindered.filter(({ operation }) => changes.upgrade.includes(operation)),
    ...(added.length + removed.length === 0 ? {} : { rewritten: { added, removed } }),
  });
}
