import {
  compare,
  connect,
  connectOptionsOf,
  effectiveHeadsOf,
  MigError,
  pendingIn,
  problemsIn,
  readState,
  requireUrl,
  type CompareOptions,
  type Comparison,
  type RevisionGraph,
  type RevisionProblem,
} from "@migts/core";
import { compileLater } from "./compile-later.ts";
import { configuredModels } from "./models.ts";
import type { Project } from "./project.ts";
import { askCatalog } from "./sides.ts";

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
  readonly rows: readonly string[];
  readonly problems: readonly RevisionProblem[];
}

/**
 * Compares the project's database with its models. A database that lacks revisions, at the top or below, is not compared: their changes would
 * be taken for differences. `decide` gives the answers to what may have other names.
 */
export async function compareModels(
  { project, graph, command }: { readonly project: Project; readonly graph: RevisionGraph; readonly command: string },
  decide: (comparing: (options: CompareOptions) => Promise<Comparison>) => Promise<Comparison>,
): Promise<Compared | Behind> {
  if (project.config.models === undefined) throw new MigError("NO_MODELS", { command });
  compileLater();
  const session = await connect(requireUrl(project), connectOptionsOf(project));
  try {
    const state = await readState(session, project.tables);
    const { heads: rows } = state;
    const pending = pendingIn(graph, state);
    const problems = problemsIn(graph, state);
    if (pending.length > 0 || problems.some(({ problem }) => problem === "neverRun"))
      return { rows, pending, problems, heads: effectiveHeadsOf(graph).map(({ id }) => id) };
    const database = askCatalog(session, project); // the server works while the models are read
    const models = await configuredModels(project, command);
    const side = await database;
    return { ...(await decide((options) => compare(side, models, options))), rows, problems };
  } finally {
    await session.close();
  }
}
