import { parseRevisionId, some, type Tool } from "@migts/core";
import { hasTableNamed, readState } from "@migts/core/project";
import type { Context } from "../context.ts";
import { withSession } from "../project/database.ts";
import { readGraph, type Project } from "../project/project.ts";
import { alembicRevisions, type AlembicRevision } from "./alembic-files.ts";
import { writeRevision, type NewRevision } from "./write.ts";

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
 * Takes over a database that Alembic has migrated: a stub for each of its revisions, with its id, parents and labels, so that mig's revisions go on from
 * there. Without its files there is a stub for each row of its table. A database that cannot be asked is left for later.
 */
export async function takeOver(project: Project, context: Context, tool?: Tool): Promise<Found> {
  const { rows, isTools } = project.url === undefined ? nothing : await askDatabase(project, context, tool);
  const inFiles = alembicRevisions(project.root);
  const [folder = project.root] = project.folders;
  const known = rows.length + inFiles.length === 0 ? undefined : readGraph(project).byId;
  const ofRows = rows.filter((row) => !inFiles.some(({ revision }) => revision === row)).map(asRow);
  const files: string[] = [];
  for (const stub of [...inFiles, ...ofRows])
    if (known?.has(stub.revision) !== true)
      files.push(project.shown(await writeRevision({ ...stub, ...refusing(stub) }, folder, project, context)));
  if (files.length > 0)
    context.advise(
      `This database is managed by Alembic. mig wrote a stub for each of its ${inFiles.length > 0 ? "revisions" : "rows"}: ${some(files)}. ` +
        `New revisions build on them. Where they have not run, mig refuses to run them: apply them with Alembic.`,
    );
  return { stubs: files, isTools };
}

/** All that is known of a revision without its file. */
const asRow = (revision: string): AlembicRevision => ({
  revision,
  downRevisions: [],
  branchLabels: [],
  dependsOn: [],
  message: "applied by Alembic",
});

/** A stub has nothing of what its revision does, and so must not pass for it. */
function refusing({ revision }: AlembicRevision): Pick<NewRevision, "upgrade" | "downgrade" | "irreversible"> {
  const text = `Revision ${revision} is Alembic's. Apply it with: alembic upgrade ${revision}`;
  return {
    upgrade: [{ kind: "execute", sql: `do $mig$ begin raise exception '${text.replaceAll("'", "''")}'; end $mig$` }],
    downgrade: [],
    irreversible: `It is Alembic's. Revert it with alembic downgrade.`,
  };
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
