import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { MigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { appliedOf, effectiveHeadsOf } from "../../revision/resolve.ts";
import { createEnvironment } from "../../runtime/environment/environment.ts";
import type { OpenMirror } from "../../runtime/mirror/mirror.ts";
import { mirrorOrUsual as openMirror } from "../../runtime/mirror/open-mirror.ts";
import { readState } from "../../runtime/tables/heads.ts";
import { inOrder } from "../../revision/lineage.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "../project/database.ts";
import { requireAdopted } from "../../runtime/mirror/write-mirror.ts";
import { writeLacking } from "../project/mirror.ts";
import { readGraph, type Project } from "../project/project.ts";
import { removeConfig } from "./own-config.ts";
import { dropTables } from "./undo.ts";

/** What was left to the other tool. */
export interface Ejected {
  readonly tool: string;
  /** Files of the other tool that were written. */
  readonly written: readonly string[];
  /** Revisions that it counts as applied now. */
  readonly applied: readonly string[];
  /** What is left for it to apply. */
  readonly pending: readonly string[];
  /** mig's tables that were dropped. */
  readonly tables: readonly string[];
  /** mig's files that were removed. */
  readonly removed: readonly string[];
}

/**
 * Leaves a project and its database to the other tool: a migration for each revision, its table up to date, mig's tables gone.
 * `removesFiles`: mig's own files too, which the other environments still need.
 */
export async function eject(project: Project, { removesFiles }: { readonly removesFiles: boolean }, caller: Caller): Promise<Ejected> {
  const graph = readGraph(project);
  if (effectiveHeadsOf(graph).length > 1) throw new MigError("EJECT_BRANCHES", { heads: effectiveHeadsOf(graph).map(({ id }) => id) });
  const mirror = await openMirror(project);
  const environment = { ...createEnvironment(project, { graph }), mirror };
  requireAdopted(environment);
  const written = await writeLacking(environment);
  const { applied, tables } = await handOver(project, graph, mirror);
  const removed = removesFiles ? await removeFiles(project, graph, caller) : [];
  return {
    tool: mirror.name,
    written: written.map(project.shown),
    applied,
    pending: inOrder(graph.nodes)
      .map(({ id }) => id)
      .filter((id) => !applied.includes(id)),
    tables,
    removed,
  };
}

async function handOver(project: Project, graph: RevisionGraph, mirror: OpenMirror): Promise<Pick<Ejected, "applied" | "tables">> {
  if (project.url === undefined) return { applied: [], tables: [] };
  return withSession(project, async (session) => {
    const { heads, has } = await readState(session, project.tables);
    const [unknown] = heads.filter((row) => !graph.byId.has(row));
    if (unknown !== undefined) throw new MigError("APPLIED_REVISION_NOT_FOUND", { revision: unknown });
    const applied = appliedOf(graph, heads);
    if (applied.length > 0)
      await session.batch(["begin", mirror.prepare, ...applied.flatMap((revision) => mirror.applied(revision)), "commit"]);
    return {
      applied: applied.map(({ id }) => id),
      tables: has.version ? await dropTables(session, [project.tables.version, project.tables.log]) : [],
    };
  });
}

async function removeFiles(project: Project, graph: RevisionGraph, { cwd }: Caller): Promise<readonly string[]> {
  const files = inOrder(graph.nodes).flatMap(({ revision: { file } }) => (file !== undefined && existsSync(file) ? [file] : []));
  for (const file of files) await rm(file);
  return [...files.map(project.shown), ...(await removeConfig(project, cwd))];
}
