import { compare, emptySide, MigError, resolveRevision, type GraphNode, type NotCompared, type RevisionGraph } from "@migts/core";
import { flag, textOption, type Command, type Options, type Outcome } from "../../command.ts";
import type { Context } from "../../context.ts";
import { folderFor } from "../../new-revision/folder.ts";
import { headerOptions, newHeader } from "../../new-revision/header.ts";
import { writeRevision } from "../../new-revision/write.ts";
import { givenAnswers } from "../../renames/answers.ts";
import { compareAnswered } from "../../renames/decide.ts";
import { renameOptions } from "../../renames/options.ts";
import { compareModels, hooked, type Compared } from "../../project/compare-models.ts";
import { configuredModels } from "../../project/models.ts";
import { mirrorNew } from "../../project/mirror.ts";
import { warnOfMissing } from "../../project/not-in-baseline.ts";
import { openProject, readGraph, type Project } from "../../project/project.ts";
import { warnAbout } from "../../report/diagnostic.ts";
import { operationLine, operationSummary, remarksOn, reportOperations, type OperationReport } from "../../report/operation.ts";
import {
  leftByConfigJson,
  notComparedText,
  refuseHindered,
  rewrittenJson,
  tellLeftAlone,
  tellLeftByConfig,
  tellRewritten,
  verboseOption,
} from "../../report/remarks.ts";

export const revision: Command = {
  options: [
    { flags: "-m, --message <text>", description: "message that describes the revision" },
    { flags: "--empty", description: "write an empty revision to fill in by hand" },
    { flags: "--autogenerate", description: "compare the models with the database (the default if models are configured)" },
    { flags: "--sql", description: "do not query the database: the same as --empty" },
    {
      flags: "--from <side>",
      description: '"empty": write everything in the models, for a database that already has it; then run "mig stamp head"',
      choices: ["empty"],
    },
    { flags: "--head <revision>", description: 'parent revision: an id, label@head, or "base" for a new base (default: head)' },
    { flags: "--depends-on <revision>", description: "a revision that must be applied first, without being a parent", repeatable: true },
    { flags: "--version-path <folder>", description: "the configured folder to write to" },
    ...renameOptions,
    verboseOption,
    ...headerOptions,
  ],
  examples: [
    'mig revision -m "add orders"',
    'mig revision -m "full names" --rename column:public.users.name=full_name',
    'mig revision --empty -m "fill full names"',
    'mig revision --empty --head base --branch-label billing -m "start billing"',
  ],
  run: async (context, _args, options) => {
    refuseContradiction(options);
    const project = await openProject(context);
    const graph = readGraph(project);
    const parents = parentsOf(graph, textOption(options, "head") ?? "head");
    const header = newHeader(graph, parents, options);
    const folder = folderFor(project, parents, { cwd: context.cwd, versionPath: textOption(options, "versionPath") });
    const changes = await changesOf(project, graph, options, context);
    const notCompared = changes?.notCompared ?? [];
    const unknown = notComparedText(notCompared);
    if (changes !== undefined) warnAbout(changes.warnings, context);
    if (unknown !== undefined) context.warn(unknown);
    tellLeftAlone(changes?.leftAlone ?? [], context);
    tellLeftByConfig(changes?.leftByConfig ?? [], context, { names: flag(options, "verbose") });
    tellRewritten(changes?.rewritten, context, operationSummary);
    const configured = { ...leftByConfigJson(changes?.leftByConfig ?? []), ...rewrittenJson(changes?.rewritten) };
    if (changes?.upgrade.length === 0) return nothingToWrite(notCompared, configured);
    refuseHindered(changes?.hindered ?? [], operationSummary);
    const operations = changes === undefined ? [] : reportOperations(changes.upgrade, changes.before);
    const message = textOption(options, "message") ?? messageFor(operations);
    const bodies =
      changes === undefined
        ? { upgrade: [], downgrade: [], blank: true as const }
        : {
            upgrade: changes.upgrade,
            downgrade: changes.downgrade,
            remarksOf: remarksOn([...operations, ...reportOperations(changes.downgrade, changes.after)]),
          };
    const file = project.shown(await writeRevision({ ...header, message, ...bodies }, folder, project, context));
    const mirrored = project.config.mirror === undefined ? [] : await mirrorNew(project, readGraph(project));
    return {
      data: { ...header, message, file, operations, notCompared, ...(mirrored.length === 0 ? {} : { mirrored }), ...configured },
      text: [file, ...mirrored, ...operations.map((operation) => `  ${operationLine(operation)}`)].join("\n"),
    };
  },
};

const nothingToWrite = (notCompared: readonly NotCompared[], configured: object): Outcome => ({
  data: { file: null, operations: [], notCompared, ...configured },
  text:
    notCompared.length === 0
      ? "No differences: the database matches the models. No revision is written."
      : "What was compared agrees; not everything was compared. No revision is written.",
});

function refuseContradiction(options: Options): void {
  if (flag(options, "empty") && textOption(options, "from") !== undefined)
    throw new MigError("OPTIONS_CONTRADICT", { options: ["--empty", "--from"] });
  if (flag(options, "empty") && flag(options, "autogenerate"))
    throw new MigError("OPTIONS_CONTRADICT", { options: ["--empty", "--autogenerate"] });
  if (flag(options, "sql") && flag(options, "autogenerate"))
    throw new MigError("OPTIONS_CONTRADICT", { options: ["--sql", "--autogenerate"] });
}

/** The revision to build on; none for a new base. */
function parentsOf(graph: RevisionGraph, head: string): readonly GraphNode[] {
  const found = resolveRevision(graph, head);
  const node = found === undefined ? undefined : graph.byId.get(found.id);
  return node === undefined ? [] : [node];
}

/** What changed in the models. Undefined: nothing is compared, the revision will be blank. */
async function changesOf(project: Project, graph: RevisionGraph, options: Options, context: Context): Promise<Changes | undefined> {
  if (textOption(options, "from") === "empty") return baseline(project, context);
  if (flag(options, "empty") || flag(options, "sql") || (project.config.models === undefined && !flag(options, "autogenerate")))
    return undefined;
  const given = givenAnswers(options, project);
  const found = await compareModels({ project, graph, command: "revision --autogenerate" }, (comparing) =>
    compareAnswered(comparing, given, context),
  );
  const missing = found.problems.filter(({ problem }) => problem === "neverRun").map(({ revision: id }) => id);
  if (missing.length > 0) throw new MigError("REVISION_NEVER_RUN", { revisions: missing, rows: found.rows });
  if ("pending" in found) throw new MigError("DATABASE_BEHIND", { current: found.rows, heads: found.heads });
  return found;
}

type Changes = Omit<Compared, "rows" | "problems">;

async function baseline(project: Project, context: Context): Promise<Changes> {
  const models = await configuredModels(project, "revision --from empty");
  await warnOfMissing(project, models, context);
  return hooked(await compare(emptySide, models, { configuration: project }), project);
}

/** A message where none is given: the first thing that happens. */
function messageFor([first, ...more]: readonly OperationReport[]): string {
  if (first === undefined) return "empty";
  return more.length === 0 ? first.summary : `${first.summary} and ${more.length} more`;
}
