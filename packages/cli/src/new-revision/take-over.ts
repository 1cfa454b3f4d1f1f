import { parseRevisionId } from "@migts/core";
import type { Context } from "../context.ts";
import { databaseState } from "../project/database.ts";
import { readGraph, type Project } from "../project/project.ts";
import { writeRevision } from "./write.ts";

/**
 * Takes over a database that Alembic has migrated: for each row of its version table a stub, a base that says "applied", so that
 * mig's revisions go on from there. Gives the paths of the files. A database that cannot be asked is left for later.
 */
export async function takeOver(project: Project, context: Context): Promise<readonly string[]> {
  const rows = project.url === undefined ? [] : await rowsOfAlembic(project, context);
  const [folder = project.root] = project.folders;
  const known = rows.length === 0 ? undefined : readGraph(project).byId;
  const files: string[] = [];
  for (const revision of rows) {
    if (known?.has(revision) === true) continue;
    const header = { revision, downRevisions: [], branchLabels: [], dependsOn: [], message: "applied by Alembic" };
    files.push(project.shown(await writeRevision({ ...header, upgrade: [], downgrade: [] }, folder, project, context)));
  }
  if (files.length > 0) context.advise(`This database is managed by Alembic. mig wrote a stub for each of its rows: ${files.join(", ")}. The stubs change nothing. New revisions build on them.`);
  return files;
}

/** Rows without a log of mig's: what mig migrates has one. */
async function rowsOfAlembic(project: Project, { advise, warn }: Context): Promise<readonly string[]> {
  try {
    const { heads, has } = await databaseState(project);
    if (has.log) return [];
    const rows = heads.filter((row) => parseRevisionId(row) !== undefined && !/[/\\\p{Cc}]/u.test(row));
    if (rows.length < heads.length) warn("Rows of alembic_version that are not valid revision ids have no stub.");
    return rows;
  } catch (error) {
    advise(`mig could not check whether Alembic manages the database: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
