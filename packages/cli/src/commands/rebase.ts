import { readFileSync, realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { buildGraph, fileError, type GraphNode, type RevisionGraph } from "@migts/core/project";
import { flag, textOption, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { databaseMarks } from "../project/database-marks.ts";
import { databaseState } from "../project/database.ts";
import { openProject, readGraph, type Project } from "../project/project.ts";
import { baseBranch } from "../rebase/git.ts";
import { planRebase, type HeaderMove } from "../rebase/plan.ts";
import { withDownRevisions } from "../rebase/rewrite-header.ts";

export const rebase: Command = {
  arguments: [{ name: "[head]", description: "the head whose revisions move (default: the one that may)" }],
  options: [
    { flags: "--onto <head>", description: "the head that they come to lie on (default: the other one)" },
    { flags: "--base <branch>", description: "git branch whose revisions stay (default: the remote's main branch, else main or master)" },
    { flags: "--dry-run", description: "say what would be written, and write nothing" },
  ],
  examples: ["mig rebase", "mig rebase --onto 27c6", "mig rebase --base origin/develop --dry-run"],
  run: async (context, [head], options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const onto = textOption(options, "onto");
    const tie = await tiesOf(project, graph, context, textOption(options, "base"));
    const plan = planRebase(graph, { tie, ...(typeof head === "string" ? { head } : {}), ...(onto === undefined ? {} : { onto }) });
    if (plan === undefined) return { data: { moved: [], files: [] }, text: "Nothing to do: there is no second head." };
    const rewritten = plan.moves.map((move) => rewrite(move));
    refuseBroken(graph, plan.moves);
    const lines = plan.moves.map(({ node, from, to }) => `${project.shown(node.revision.file ?? node.id)}: builds on ${to.join(", ")} (was ${from.join(", ")})`);
    const dryRun = flag(options, "dryRun");
    if (!dryRun) {
      for (const line of lines) context.progress(`writing ${line}`);
      for (const { file, text } of rewritten) await writeFile(file, text).catch((error: unknown) => Promise.reject(fileError(error, file, "write")));
    }
    return {
      data: {
        dryRun,
        onto: plan.onto.id,
        moved: plan.moving.map(({ id }) => id),
        files: plan.moves.map(({ node, from, to }) => ({ revision: node.id, file: project.shown(node.revision.file ?? node.id), from, to })),
      },
      text: dryRun ? lines.join("\n") : `${plan.moving.map(({ id }) => id).join(", ")} now on top of ${plan.onto.id}`,
    };
  },
};

/** What keeps a revision where it is: the configured database has it, or the base branch of git. */
async function tiesOf(project: Project, graph: RevisionGraph, { cwd, warn }: Context, base: string | undefined): Promise<(node: GraphNode) => string | undefined> {
  if (project.url === undefined) warn("No database is configured: whether these revisions are applied somewhere is not known.");
  const state = project.url === undefined ? undefined : await databaseState(project);
  const applied = new Set([...databaseMarks(graph, state?.heads ?? []).applied, ...(state?.unfinished ?? []).map(({ revision }) => revision)]);
  const branch = await baseBranch(cwd, base);
  return ({ id, revision }) => {
    if (applied.has(id)) return `${id} is applied in the configured database`;
    return revision.file !== undefined && branch?.files.has(realpathSync(revision.file)) ? `${id} is on the branch ${branch.name}` : undefined;
  };
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
