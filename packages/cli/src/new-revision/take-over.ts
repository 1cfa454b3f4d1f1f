import { parseRevisionId, type Tool } from "@migts/core";
import { hasTableNamed, readState } from "@migts/core/project";
import type { Context } from "../context.ts";
import { withSession } from "../project/database.ts";
import { readGraph, type Project } from "../project/project.ts";
import { writeRevision } from "./write.ts";

/** The configuration is written without the database too, so a server that does not answer is not waited for any longer. */
const patienceSeconds = 5;

/** What another tool has done in the database. */
interface Found {
  /** Paths of the files that stand for Alembic's rows. */
  readonly stubs: readonly string[];
  /** Whether the tool of the models has migrated it. */
  readonly isTools: boolean;
}

/**
 * Takes over a database that Alembic has migrated: for each row of its version table a stub, a base that says "applied", so that
 * mig's revisions go on from there. A database that cannot be asked is left for later.
 */
export async function takeOver(project: Project, context: Context, tool?: Tool): Promise<Found> {
  const { rows, isTools } = project.url === undefined ? nothing : await askDatabase(project, context, tool);
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
      `This database is managed by Alembic. mig wrote a stub for each of its rows: ${files.join(", ")}. The stubs change nothing. ` +
        `New revisions build on them.`,
    );
  return { stubs: files, isTools };
}

const nothing = { rows: [] as readonly string[], isTools: false };

/** Alembic's rows, those without a log of mig's: what mig migrates has one. */
async function askDatabase(
  project: Project,
  { advise, warn, progress }: Context,
  tool: Tool | undefined,
): Promise<{ readonly rows: readonly string[]; readonly isTools: boolean }> {
  progress("reading the database, to see whether another tool manages it");
  try {
    const {
      state: { heads, has },
      isTools,
    } = await withSession(
      project,
      async (session) => ({
        state: await readState(session, project.tables),
        isTools: await hasTableNamed(session, tool?.tables ?? []),
      }),
      { timeoutSeconds: patienceSeconds },
    );
    if (has.log) return { ...nothing, isTools };
    const rows = heads.filter((row) => parseRevisionId(row) !== undefined && !/[/\\\p{Cc}]/u.test(row));
    if (rows.length < heads.length) warn("Rows of alembic_version that are not valid revision ids have no stub.");
    return { rows, isTools };
  } catch (error) {
    advise(
      `mig could not check whether ${["Alembic", ...(tool === undefined ? [] : [tool.name])].join(" or ")} manages the database: ` +
        (error instanceof Error ? error.message : String(error)),
    );
    return nothing;
  }
}
