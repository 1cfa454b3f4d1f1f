import { parseRevisionId } from "@migts/core";
import { hasPrismaTable, readState } from "@migts/core/project";
import type { Context } from "../context.ts";
import { withSession } from "../project/database.ts";
import { readGraph, type Project } from "../project/project.ts";
import { writeRevision } from "./write.ts";

/** What another tool has done in the database. */
interface Found {
  /** Paths of the files that stand for Alembic's rows. */
  readonly stubs: readonly string[];
  /** Whether Prisma Migrate has migrated it. */
  readonly isPrismas: boolean;
}

/**
 * Takes over a database that Alembic has migrated: for each row of its version table a stub, a base that says "applied", so that
 * mig's revisions go on from there. A database that cannot be asked is left for later.
 */
export async function takeOver(project: Project, context: Context): Promise<Found> {
  const { rows, isPrismas } = project.url === undefined ? nothing : await askDatabase(project, context);
  const [folder = project.root] = project.folders;
  const known = rows.length === 0 ? undefined : readGraph(project).byId;
  const files: string[] = [];
  for (const revision of rows) {
    if (known?.has(revision) === true) continue;
    const header = { revision, downRevisions: [], branchLabels: [], dependsOn: [], message: "applied by Alembic" };
    files.push(project.shown(await writeRevision({ ...header, upgrade: [], downgrade: [] }, folder, project, context)));
  }
  if (files.length > 0)
    context.advise(
      `This database is managed by Alembic. mig wrote a stub for each of its rows: ${files.join(", ")}. The stubs change nothing. New revisions build on them.`,
    );
  return { stubs: files, isPrismas };
}

const nothing = { rows: [] as readonly string[], isPrismas: false };

/** Alembic's rows, those without a log of mig's: what mig migrates has one. */
async function askDatabase(
  project: Project,
  { advise, warn }: Context,
): Promise<{ readonly rows: readonly string[]; readonly isPrismas: boolean }> {
  try {
    const {
      state: { heads, has },
      isPrismas,
    } = await withSession(project, async (session) => ({
      state: await readState(session, project.tables),
      isPrismas: await hasPrismaTable(session),
    }));
    if (has.log) return { ...nothing, isPrismas };
    const rows = heads.filter((row) => parseRevisionId(row) !== undefined && !/[/\\\p{Cc}]/u.test(row));
    if (rows.length < heads.length) warn("Rows of alembic_version that are not valid revision ids have no stub.");
    return { rows, isPrismas };
  } catch (error) {
    advise(
      `mig could not check whether Alembic or Prisma Migrate manages the database: ${error instanceof Error ? error.message : String(error)}`,
    );
    return nothing;
  }
}
