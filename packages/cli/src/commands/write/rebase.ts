import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { appliedOf, buildGraph, fileError, headsOf, some, type GraphNode, type RevisionGraph } from "@migts/core/project";
import { flag, textOption, type Command } from "../../command.ts";
import type { Context } from "../../context.ts";
import { openProject, readGraph, type Project } from "../../project/project.ts";
import { isDevelopmentDatabase } from "../../rebase/development.ts";
import { appliedElsewhere, appliedIn } from "../../rebase/elsewhere.ts";
import { planRebase, type HeaderMove, type RebaseWish } from "../../rebase/plan.ts";
import { publishedIn, type Standing } from "../../rebase/published.ts";
import { reapply } from "../../rebase/reapply.ts";
import { withDownRevisions } from "../../rebase/rewrite-header.ts";
import { headsText } from "../../report/run.ts";

export const rebase: Command = {
  arguments: [{ name: "[head]", description: "the head whose revisions are moved (default: the one that is not published)" }],
  options: [
    { flags: "--onto <head>", description: "the head to move them onto (default: the other one)" },
    {
      flags: "--base <branch>",
      description: "git branch whose revisions stay in place (default: all remote-tracking branches and tags, or the local main or master)",
    },
    {
      flags: "--reapply",
      description: "if the revisions are applied in your development database: revert them, rebase, and apply them again",
    },
    { flags: "--allow-loss", description: "with --reapply: accept that reverting loses rows; do not ask" },
    { flags: "--dry-run", description: "show what would be written; write nothing" },
  ],
  examples: ["mig rebase", "mig rebase --reapply", "mig rebase --onto 27c6", "mig rebase --base origin/develop --dry-run"],
  run: async (context, [head], options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const onto = textOption(options, "onto");
    const wish = await wishOf(project, graph, context, { base: textOption(options, "base"), reapply: flag(options, "reapply") });
    const plan = planRebase(graph, { ...wish, ...(typeof head === "string" ? { head } : {}), ...(onto === undefined ? {} : { onto }) });
    if (plan === undefined) return { data: { moved: [], files: [] }, text: "Nothing to rebase: there are fewer than two heads." };
    const rewritten = plan.moves.map((move) => rewrite(move));
    refuseBroken(graph, plan.moves);
    const lines = plan.moves.map(
      ({ node, from, to }) => `${project.shown(node.revision.file ?? node.id)}: builds on ${to.join(", ")} (was ${from.join(", ")})`,
    );
    const write = async (): Promise<void> => {
      for (const line of lines) context.progress(`writing ${line}`);
      for (const { file, text } of rewritten)
        await writeFile(file, text).catch((error: unknown) => Promise.reject(fileError(error, file, "write")));
    };
    const dryRun = flag(options, "dryRun");
    const reapplied = plan.applied.map(({ id }) => id);
    const report =
      dryRun || reapplied.length === 0
        ? undefined
        : await reapply(project, graph, { plan, context, write, allowLoss: flag(options, "allowLoss") });
    if (!dryRun && report === undefined) await write();
    const moved = plan.moving.map(({ id }) => id);
    return {
      data: {
        dryRun,
        onto: plan.onto.id,
        moved,
        files: plan.moves.map(({ node, from, to }) => ({
          revision: node.id,
          file: project.shown(node.revision.file ?? node.id),
          from,
          to,
        })),
        ...(reapplied.length === 0 ? {} : { reapplied, ...(report === undefined ? {} : { after: report.after }) }),
      },
      text: dryRun
        ? [...lines, ...(reapplied.length === 0 ? [] : [`would be reverted before and applied again afterwards: ${some(reapplied)}`])].join(
            "\n",
          )
        : `${some(moved)} now on top of ${plan.onto.id}${report === undefined ? "" : `, the database is at ${headsText(report.after)}`}`,
    };
  },
};

interface Asked {
  readonly base: string | undefined;
  readonly reapply: boolean;
}

/** What is known of the revisions: who may have them, by git; whether they ran, by the databases of the configuration. */
async function wishOf(project: Project, graph: RevisionGraph, context: Context, { base, reapply: again }: Asked): Promise<RebaseWish> {
  const { cwd, warn } = context;
  if (project.url === undefined) warn("No database is configured, so mig does not know whether these revisions are applied anywhere.");
  const applied = project.url === undefined ? new Set<string>() : await appliedIn(project, graph);
  const isApplied = ({ id }: GraphNode): boolean => applied.has(id);
  const isOwn = isDevelopmentDatabase(project);
  const elsewhere = await appliedElsewhere(project, graph, context);
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
