import { MigError, resolveRevision, type Comparison, type RevisionGraph } from "@migts/core";
import { flag, textOption, type Command, type Options, type Outcome } from "../command.ts";
import { compareModels } from "../project/compare-models.ts";
import { openProject, readGraph, type Project } from "../project/project.ts";
import { warnAbout } from "../report/diagnostic.ts";
import { operationLine, reportOperations, type OperationReport } from "../report/operation.ts";
import { newRevisionId } from "../new-revision/draft.ts";
import { writeRevision } from "../new-revision/write.ts";

export const revision: Command = {
  options: [
    { flags: "-m, --message <text>", description: "what the revision is for" },
    { flags: "--empty", description: "write a blank revision, to fill by hand" },
    { flags: "--autogenerate", description: "compare models and database (what happens anyway where models are configured)" },
  ],
  examples: ['mig revision -m "add orders"', 'mig revision --empty -m "fill full names"'],
  run: async (context, _args, options) => {
    refuseContradiction(options);
    const project = await openProject(context);
    const graph = readGraph(project);
    const parent = resolveRevision(graph, "head");
    const changes = await changesOf(project, graph, options);
    if (changes !== undefined) warnAbout(changes.warnings, context);
    if (changes?.upgrade.length === 0) return nothingToWrite;
    const operations = changes === undefined ? [] : reportOperations(changes.upgrade, changes.before);
    const draft = {
      revision: newRevisionId(),
      downRevisions: parent === undefined ? [] : [parent.id],
      branchLabels: [],
      dependsOn: [],
      message: textOption(options, "message") ?? messageFor(operations),
      ...(changes === undefined ? { blank: true as const } : {}),
    };
    const file = await writeRevision({ ...draft, upgrade: changes?.upgrade ?? [], downgrade: changes?.downgrade ?? [], folder: project.folders[0] ?? project.root }, project);
    return {
      data: { ...draft, file: project.shown(file), operations },
      text: [project.shown(file), ...operations.map((operation) => `  ${operationLine(operation)}`)].join("\n"),
    };
  },
};

const nothingToWrite: Outcome = { data: { file: null, operations: [] }, text: "No differences: the database is what the models say. No revision is written." };

function refuseContradiction(options: Options): void {
  if (flag(options, "empty") && flag(options, "autogenerate")) throw new MigError("OPTIONS_CONTRADICT", { options: ["--empty", "--autogenerate"] });
}

/** What changed in the models. Undefined: nothing is compared, the revision will be blank. */
async function changesOf(project: Project, graph: RevisionGraph, options: Options): Promise<Comparison | undefined> {
  if (flag(options, "empty") || (project.config.models === undefined && !flag(options, "autogenerate"))) return undefined;
  const found = await compareModels(project, graph, "revision --autogenerate");
  if ("pending" in found) throw new MigError("DATABASE_BEHIND", { current: found.rows, heads: found.heads });
  return found;
}

/** A message where none is given: the first thing that happens. */
function messageFor([first, ...more]: readonly OperationReport[]): string {
  if (first === undefined) return "empty";
  return more.length === 0 ? first.summary : `${first.summary} and ${more.length} more`;
}
