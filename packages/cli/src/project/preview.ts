import type { DatabaseSchema } from "@migts/core";
import { createEnvironment, type Environment, type RevisionGraph } from "@migts/core/project";
import { withSession } from "./database.ts";
import type { Project } from "./project.ts";

/** Opens the database for a look at what would run: with its schema, so that facts are exact. */
export function withPreview<Result>(
  project: Project,
  graph: RevisionGraph,
  use: (before: { readonly environment: Environment; readonly schema: DatabaseSchema }) => Promise<Result>,
): Promise<Result> {
  return withSession(project, async (session) => {
    const { databaseSide } = await import("@migts/core");
    const { snapshot } = await databaseSide(session, []);
    return use({ environment: createEnvironment(project, { graph, session }), schema: snapshot.schema });
  });
}
