import { compare, connect, effectiveHeadsOf, MigError, planUpgrade, readState, requireUrl, type Comparison, type RevisionGraph } from "@migts/core";
import { configuredModels } from "./models.ts";
import type { Project } from "./project.ts";
import { askCatalog } from "./sides.ts";

/** Where a database is that lacks revisions. */
export interface Behind {
  readonly rows: readonly string[];
  /** What is not applied, in the order in which it would be. */
  readonly pending: readonly string[];
  readonly heads: readonly string[];
}

/**
 * Compares the project's database with its models. A database that lacks revisions is not compared: their changes would
 * be taken for differences.
 */
export async function compareModels(project: Project, graph: RevisionGraph, command: string): Promise<Comparison | Behind> {
  if (project.config.models === undefined) throw new MigError("NO_MODELS", { command });
  const session = await connect(requireUrl(project), { env: project.env });
  try {
    const { heads: rows } = await readState(session, project.tables);
    const pending = planUpgrade(graph, rows, "heads").map(({ revision }) => revision);
    if (pending.length > 0) return { rows, pending, heads: effectiveHeadsOf(graph).map(({ id }) => id) };
    const database = askCatalog(session, project); // the server works while the models are read
    const models = await configuredModels(project, command);
    return await compare(await database, models);
  } finally {
    await session.close();
  }
}
