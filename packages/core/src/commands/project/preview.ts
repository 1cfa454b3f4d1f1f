import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { createEnvironment, type Environment } from "../../runtime/environment/environment.ts";
import { withSession } from "./database.ts";
import type { Project } from "./project.ts";

/** Opens the database for a look at what would run: with its schema, so that facts are exact. */
export function withPreview<Result>(
  project: Project,
  graph: RevisionGraph,
  use: (before: { readonly environment: Environment; readonly schema: DatabaseSchema }) => Promise<Result>,
): Promise<Result> {
  return withSession(project, async (session) => {
    const { databaseSide } = await import("../../runtime/compare/side.ts");
    const { snapshot } = await databaseSide(session, []);
    return use({ environment: createEnvironment(project, { graph, session }), schema: snapshot.schema });
  });
}
