import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { buildGraph, type GraphNode, type RevisionGraph } from "../../revision/graph.ts";
import { appliedOf, headsOf } from "../../revision/resolve.ts";
import { fileError } from "../../runtime/files/file-error.ts";
import type { Caller } from "../caller.ts";
import { openProject, readGraph, type Project } from "../project/project.ts";
import { isDevelopmentDatabase } from "../rebase/development.ts";
import { appliedElsewhere, appliedIn } from "../rebase/elsewhere.ts";
import { planRebase, type HeaderMove, type RebaseWish } from "../rebase/plan.ts";
import { publishedIn, type Standing } from "../rebase/published.ts";
import { reapply } from "../rebase/reapply.ts";
import { withDownRevisions } from "../rebase/rewrite-header.ts";
import { movedLine, type MovedFile } from "../words/moved.ts";

export interface RebaseRequest {
  /** The head whose revisions are moved. Absent: the one that is not published. */
  readonly head?: string;
  /** The head to move them onto. Absent: the other one. */
  readonly onto?: string;
  /** Git branch whose revisions stay in place. Absent: all remote-tracking branches and tags, or the local main or master. */
  readonly base?: string;
  /** If the revisions are applied in the development database: revert them, rebase, and apply them again. */
  readonly reapply?: boolean;
  /** With `reapply`: accept that reverting loses rows; do not ask. */
  readonly allowLoss?: boolean;
  /** Write nothing. */
  readonly dryRun?: boolean;
}

export interface RebaseResult {
  /** Absent: there was nothing to rebase. */
  readonly dryRun?: boolean;
  /** The head that the revisions are on now. Absent: there was nothing to rebase. */
  readonly onto?: string;
  /** Revisions that were moved. */
  readonly moved: readonly string[];
  readonly files: readonly MovedFile[];
  /** Revisions that were reverted and applied again, or would be. Absent: none. */
  readonly reapplied?: readonly string[];
  /** The heads of the database after it. Absent: nothing ran. */
  readonly after?: readonly string[];
}

export async function rebase(caller: Caller, request: RebaseRequest): Promise<RebaseResult> {
  const { head, onto, base, reapply: again = false, allowLoss = false, dryRun = false } = request;
  const project = await openProject(caller);
  const graph = readGraph(project);
  const wish = await wishOf(project, graph, caller, { base, reapply: again });
  const plan = planRebase(graph, { ...wish, ...(head === undefined ? {} : { head }), ...(onto === undefined ? {} : { onto }) });
  if (plan === undefined) return { moved: [], files: [] };
  const rewritten = plan.moves.map((move) => rewrite(move));
  refuseBroken(graph, plan.moves);
  const files = plan.moves.map(({ node, from, to }) => ({
    revision: node.id,
    file: project.shown(node.revision.file ?? node.id),
    from,
    to,
  }));
  const write = async (): Promise<void> => {
    for (const file of files) caller.progress(`writing ${movedLine(file)}`);
    for (const { file, text } of rewritten)
      await writeFile(file, text).catch((error: unknown) => Promise.reject(fileError(error, file, "write")));
  };
  const reapplied = plan.applied.map(({ id }) => id);
  const report = dryRun || reapplied.length === 0 ? undefined : await reapply(project, graph, { plan, caller, write, allowLoss });
  if (!dryRun && report === undefined) await write();
  return {
    dryRun,
    onto: plan.onto.id,
    moved: plan.moving.map(({ id }) => id),
    files,
    ...(reapplied.length === 0 ? {} : { reapplied, ...(report === undefined ? {} : { after: report.after }) }),
  };
}

interface Asked {
  readonly base: string | undefined;
  readonly reapply: boolean;
}

/** What is known of the revisions: who may have them, by git; whether they ran, by the databases of the configuration. */
async function wishOf(project: Project, graph: RevisionGraph, caller: Caller, { base, reapply: again }: Asked): Promise<RebaseWish> {
  const { cwd, warn } = caller;
  if (project.url === undefined) warn("No database is configured, so mig does not know whether these revisions are applied anywhere.");
  const applied = project.url === undefined ? new Set<string>() : await appliedIn(project, graph);
  const isApplied = ({ id }: GraphNode): boolean => applied.has(id);
  const isOwn = isDevelopmentDatabase(project);
  const elsewhere = await appliedElsewhere(project, graph, caller);
  const ids = besideOthers(graph);
  const published = await publishedIn(project.folders.find((folder) => existsSync(folder)) ?? cwd, { folders: project.folders, ids, base });
  const standingOf = (node: GraphNode): Standing => {
    if (isApplied(node) && !isOwn)
      return { kind: "published", by: "database", why: "is applied in the configured database, which may not be a development database" };
    const why = elsewhere.whyStays(node.id);
    if (why !== undefined) return { kind: "published", by: "database", why };
    if (published !== undefined) return published.standingOf(node.id);
    if (elsewhere.unknown.length > 0) return { kind: "unknown" };
    // Without git the database alone tells of others.
    return isApplied(node) && !again
      ? { kind: "published", by: "database", why: "is applied in the configured database" }
      : { kind: "local" };
  };
  return {
    standingOf,
    isApplied,
    reapply: again,
    isBaseNamed: base !== undefined,
    ...(published === undefined ? {} : { suggestedBase: published.suggestedBase ?? "<branch>" }),
  };
}

/** Revisions that not every head builds on: the others move in no rebase. */
function besideOthers(graph: RevisionGraph): readonly string[] {
  const heads = headsOf(graph);
  const times = new Map<string, number>();
  for (const head of heads) for (const { id } of appliedOf(graph, [head.id])) times.set(id, (times.get(id) ?? 0) + 1);
  return [...times].flatMap(([id, count]) => (count < heads.length ? [id] : []));
}

function rewrite({ node, to }: HeaderMove): { readonly file: string; readonly text: string } {
  const file = node.revision.file ?? "";
  return { file, text: withDownRevisions(readFileSync(file, "utf8"), file, to) };
}

/** The graph as it will be must be one. */
function refuseBroken(graph: RevisionGraph, moves: readonly HeaderMove[]): void {
  const moved = new Map(moves.map(({ node, to }) => [node.id, to]));
  buildGraph(graph.nodes.map(({ id, revision }) => ({ ...revision, downRevisions: moved.get(id) ?? revision.downRevisions })));
}
