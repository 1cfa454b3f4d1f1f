import { isMigError } from "../../errors.ts";
import { existsSync } from "node:fs";
import { maskUrl } from "../../runtime/connection/mask.ts";
import { requireUrl } from "../../runtime/environment/environment.ts";
import { effectiveHeadsOf } from "../../revision/resolve.ts";
import type { RevisionProblem } from "../../runtime/run/problems.ts";
import { someProblems } from "../../runtime/run/report.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "../project/database.ts";
import { readGraph, readProject, type Project } from "../project/project.ts";
import { headsSideBySide } from "../project/side-by-side.ts";
import { reportRevision, type RevisionReport } from "../reports/revision.ts";

export interface StatusRequest {
  /** Whether to compare the database with the models, where everything is applied. Absent: where models are configured. */
  readonly compare?: boolean;
}

export interface StatusResult {
  /** Null: there is none, or it was not given as a file. */
  readonly config: string | null;
  /** URL without a password. Null: none is set. */
  readonly database: string | null;
  /** Why the database could not be asked. Absent: it was, or none is set. */
  readonly failure?: { readonly code: string; readonly message: string };
  readonly heads: readonly RevisionReport[];
  /** The highest revisions that are applied. Absent: the database was not asked. */
  readonly current?: readonly RevisionReport[];
  /** What is not applied, in the order in which it would be. Absent: the database was not asked. */
  readonly pending?: readonly string[];
  /** Where the log, the rows and the files do not agree. Absent: nowhere, or the database was not asked. */
  readonly problems?: readonly RevisionProblem[];
  /** How many changes would make the database as the models are. Absent: they were not compared. */
  readonly differences?: number;
  /** How many objects were not compared, since no kind models them. Absent: none, or nothing was compared. */
  readonly notCompared?: number;
  /** What to do next: a command, or what is to be set. Null: nothing is to be done. */
  readonly next: string | null;
}

/** Where the project is: its database, revisions and models, and what comes next. */
export async function status(caller: Caller, { compare = true }: StatusRequest): Promise<StatusResult> {
  const project = await readProject(caller);
  const config = project.file === undefined ? null : project.shown(project.file);
  const database = project.url === undefined ? null : maskUrl(requireUrl(project));
  const isProject = config !== null || typeof caller.settings.config === "object" || project.folders.some((folder) => existsSync(folder));
  if (!isProject) return { config, database, heads: [], next: "mig init" };
  const graph = readGraph(project);
  const heads = effectiveHeadsOf(graph)
    .flatMap(({ id }) => graph.byId.get(id) ?? [])
    .map((node) => reportRevision(node, project));
  const start = { config, database, heads };
  if (database === null) return { ...start, next: "Set DATABASE_URL, in the environment or in .env." };
  const quiet: Caller = { ...caller, warn: () => {}, advise: () => {} };
  const { currentOf } = await import("../run/current.ts");
  const found = await currentOf(project, quiet).catch(failureOf);
  if ("failure" in found) return { ...start, failure: found.failure, next: found.next };
  const { revisions, pending, problems = [] } = found;
  const at = { ...start, current: revisions, pending, ...someProblems(problems) };
  if (headsSideBySide(graph).length > 0) return { ...at, next: "mig merge, or mig rebase" };
  if (problems.length > 0) return { ...at, next: "mig current" };
  if (pending.length > 0) return { ...at, next: heads.length > 1 ? "mig upgrade heads" : "mig upgrade" };
  if (graph.nodes.length === 0 && (await hasOtherHistory(project, quiet))) return { ...at, next: "mig adopt" };
  const write = 'mig revision -m "..."';
  if (project.config.models === undefined || !compare) return { ...at, next: graph.nodes.length === 0 ? write : null };
  caller.progress("comparing the database with the models");
  const { checkOf } = await import("../compare/check.ts");
  const compared = await checkOf(project, quiet, { differences: false }).catch(failureOf);
  if ("failure" in compared) {
    caller.warn(`The models were not compared: ${compared.failure.message}`);
    return { ...at, next: "mig check" };
  }
  const [differences, notCompared] = [compared.operations.length, compared.notCompared.length];
  const known = { ...at, differences, ...(notCompared === 0 ? {} : { notCompared }) };
  if (differences > 0) return { ...known, next: write };
  // Without revisions, what the database has came from somewhere else.
  return { ...known, next: graph.nodes.length === 0 ? "mig adopt" : notCompared > 0 ? "mig check" : null };
}

/** Whether another tool has a history here, in files or in the database: it comes before a first revision. */
async function hasOtherHistory(project: Project, { cwd }: Caller): Promise<boolean> {
  const { findTool, toolsIn } = await import("../adopt/find-tool.ts");
  try {
    if (findTool(project, { from: undefined, migrations: undefined, cwd }) !== undefined) return true;
  } catch (error) {
    if (isMigError(error) && error.code === "ADOPT_WHICH") return true; // several
    throw error;
  }
  return (await withSession(project, toolsIn)).length > 0;
}

/** What can be said of a failure where the rest still counts. Bugs stay as they are. */
function failureOf(error: unknown): { readonly failure: { readonly code: string; readonly message: string }; readonly next: string } {
  if (!isMigError(error) || error.code === "INTERRUPTED") throw error;
  return { failure: { code: error.code, message: error.message }, next: error.hint };
}
