import { MigError, resolveRevisions, type GraphNode, type RevisionGraph } from "@migts/core";
import { textOption, type Command } from "../../command.ts";
import { folderFor } from "../../new-revision/folder.ts";
import { headerOptions, newHeader } from "../../new-revision/header.ts";
import { writeRevision } from "../../new-revision/write.ts";
import { openProject, readGraph } from "../../project/project.ts";
import { wordsOf } from "../../run-options.ts";

export const merge: Command = {
  arguments: [{ name: "[revisions...]", description: "the revisions to merge (default: heads)" }],
  options: [{ flags: "-m, --message <text>", description: "message that describes the revision" }, ...headerOptions],
  examples: ["mig merge", 'mig merge heads -m "join billing"', "mig merge ae10 27c6"],
  run: async (context, [given], options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const targets = wordsOf(given).length === 0 ? ["heads"] : wordsOf(given);
    const parents = parentsOf(graph, targets);
    if (parents.length < 2 && targets.every((target) => target === "heads")) {
      return { data: { file: null }, text: "Nothing to merge: there are fewer than two heads." };
    }
    const header = newHeader(graph, parents, options);
    const message = textOption(options, "message") ?? `merge ${header.downRevisions.join(" and ")}`;
    const folder = folderFor(project, parents, { cwd: context.cwd, versionPath: undefined });
    const file = project.shown(await writeRevision({ ...header, message, upgrade: [], downgrade: [] }, folder, project, context));
    return { data: { ...header, message, file }, text: `${file}\n  joins ${header.downRevisions.join(", ")}` };
  },
};

/** The revisions to join, each once. */
function parentsOf(graph: RevisionGraph, targets: readonly string[]): readonly GraphNode[] {
  const found = targets.flatMap((target) => resolveRevisions(graph, target)).flatMap(({ id }) => graph.byId.get(id) ?? []);
  const twice = found.find((node, at) => found.indexOf(node) !== at);
  if (twice !== undefined) throw new MigError("MERGE_OF_ONE", { revision: twice.id });
  return found;
}
