import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { some } from "../../../errors/some.ts";
import type { RevisionGraph } from "../../../revision/graph.ts";
import { parseRevisionId } from "../../../revision/revision.ts";
import type { Tool } from "../../../schema/model-source.ts";
import { readState } from "../../../runtime/tables/heads.ts";
import { hasTableNamed } from "../../../runtime/tables/table-named.ts";
import type { Caller } from "../../caller.ts";
import { writeRevision } from "../../new-revision/write.ts";
import { withSession } from "../../project/database.ts";
import { readGraph, type Project } from "../../project/project.ts";
import { alembicRevisions, type AlembicRevision } from "./files.ts";
import { refusalsText } from "../../words/alembic.ts";
import { isRefusing, refusalsIn, refusingStub, stubsWithSql, type Stub } from "./stubs.ts";

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
 * Takes over a database that Alembic has migrated: a stub for each of its revisions, with its id, parents and labels, so that mig's
 * revisions go on from there, and with its SQL where Alembic can write that. Without its files there is a stub for each row of its table. A
 * database that cannot be asked is left for later.
 */
export async function takeOver(project: Project, caller: Caller, tool?: Tool): Promise<Found> {
  const { rows, isTools, problem } = project.url === undefined ? noDatabase : await askDatabase(project, caller, tool);
  const inFiles = alembicRevisions(project);
  const known = rows.length + inFiles.length === 0 ? undefined : readGraph(project).byId;
  const ofRows = rows.filter((row) => !inFiles.some(({ revision }) => revision === row)).map((row) => refusingStub(asRow(row)));
  const ofFiles =
    inFiles.length === 0
      ? []
      : problem === undefined
        ? await stubsWithSql(inFiles, project, caller)
        : inFiles.map((revision) => refusingStub(revision, problem));
  const stubs = [...ofFiles, ...ofRows].filter(({ draft }) => known?.has(draft.revision) !== true);
  const files = await writeStubs(stubs, project, caller);
  if (files.length > 0)
    caller.advise(
      `This database is managed by Alembic. mig wrote a stub for each of its ${inFiles.length > 0 ? "revisions" : "rows"}: ${some(files)}. ` +
        `New revisions build on them. ${refusalsText(stubs.length, refusalsIn(stubs))}`,
    );
  return { stubs: files, isTools };
}

async function writeStubs(stubs: readonly Stub[], project: Project, caller: Caller): Promise<readonly string[]> {
  const [folder = project.root] = project.folders;
  const files: string[] = [];
  for (const { draft } of stubs) files.push(project.shown(await writeRevision(draft, folder, project, caller)));
  return files;
}

/** What `mig adopt` does in a project of Alembic's. */
export interface AdoptedAlembic {
  /** Of new stubs, and of those that had refused to run. */
  readonly files: readonly string[];
  readonly stubs: readonly Stub[];
  /** Revisions for which Alembic writes other SQL now than their stubs have. */
  readonly edited: readonly string[];
}

/** How far the revisions of Alembic have stubs. */
export interface AlembicLook {
  readonly revisions: readonly AlembicRevision[];
  readonly withSql: readonly string[];
  readonly refusing: readonly string[];
  readonly missing: readonly string[];
}

export function lookAtAlembic(project: Project): AlembicLook {
  const revisions = alembicRevisions(project);
  const graph = readGraph(project);
  const ids = revisions.map(({ revision }) => revision);
  const missing = ids.filter((id) => !graph.byId.has(id));
  const refusing = ids.filter((id) => isRefusingIn(graph, id));
  return { revisions, missing, refusing, withSql: ids.filter((id) => !missing.includes(id) && !refusing.includes(id)) };
}

/**
 * Writes stubs for revisions of Alembic's that have none yet, and Alembic's SQL into those that refuse to run, where it can be had now. A
 * stub that has SQL is left as it is.
 * @throws MigError CONFIG_NOT_FOUND, URL_MISSING
 */
export async function adoptAlembic(project: Project, caller: Caller): Promise<AdoptedAlembic> {
  const graph = readGraph(project);
  const all = await stubsWithSql(alembicRevisions(project), project, caller);
  const isOpen = ({ draft: { revision }, refuses }: Stub): boolean =>
    !graph.byId.has(revision) || (refuses === undefined && isRefusingIn(graph, revision));
  const stubs = all.filter(isOpen);
  const edited = all.flatMap(({ draft: { revision, adopts }, refuses }) => {
    const there = graph.byId.get(revision)?.revision.adopts;
    const isSame = there === undefined || adopts?.includes(there.checksum) === true;
    return refuses !== undefined || isSame || isRefusingIn(graph, revision) ? [] : [revision];
  });
  const files: string[] = [];
  for (const stub of stubs) files.push(...(await replaceStub(stub, graph, project, caller)));
  return { files, stubs: all, edited };
}

/** A stub in the place of one that refuses to run; where it cannot be written, the old one stays. */
async function replaceStub({ draft }: Stub, graph: RevisionGraph, project: Project, caller: Caller): Promise<readonly string[]> {
  const old = graph.byId.get(draft.revision)?.revision.file;
  if (old === undefined) return writeStubs([{ draft }], project, caller);
  const text = readFileSync(old, "utf8");
  await rm(old);
  try {
    return await writeStubs([{ draft }], project, caller);
  } catch (error) {
    await writeFile(old, text);
    throw error;
  }
}

function isRefusingIn(graph: RevisionGraph, id: string): boolean {
  const file = graph.byId.get(id)?.revision.file;
  return file !== undefined && isRefusing(readFileSync(file, "utf8"), id);
}

/** All that is known of a revision without its file. */
const asRow = (revision: string): AlembicRevision => ({
  revision,
  downRevisions: [],
  branchLabels: [],
  dependsOn: [],
  message: "applied by Alembic",
});

interface InDatabase {
  readonly rows: readonly string[];
  readonly isTools: boolean;
  /** Why it could not be asked. */
  readonly problem?: string;
}

const nothing: InDatabase = { rows: [], isTools: false };
const noDatabase: InDatabase = { ...nothing, problem: "no database URL is set, so it could not be tried" };

/** Alembic's rows, those without a log of mig's: what mig migrates has one. */
async function askDatabase(project: Project, { advise, warn, progress }: Caller, tool: Tool | undefined): Promise<InDatabase> {
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
    return { ...nothing, problem: "the database could not be read, so it could not be tried" };
  }
}
