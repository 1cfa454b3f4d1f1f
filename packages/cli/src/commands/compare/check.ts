import { differencesOf, headsOf, pendingIn, problemsIn, some as listed, type RevisionGraph, type RevisionProblem } from "@migts/core";
import { flag, type Command, type Outcome } from "../../command.ts";
import { compareModels, type Behind, type Compared } from "../../project/compare-models.ts";
import { databaseMarks } from "../../project/database-marks.ts";
import { databaseState } from "../../project/database.ts";
import { openProject, readGraphWithTexts, type Project } from "../../project/project.ts";
import { headsSideBySide } from "../../project/side-by-side.ts";
import { problemsText } from "../../project/problems.ts";
import { givenAnswers } from "../../renames/answers.ts";
import { compareWith } from "../../renames/decide.ts";
import { renameOptions } from "../../renames/options.ts";
import { adviseRenames } from "../../report/renames.ts";
import { warnAbout } from "../../report/diagnostic.ts";
import { explainOption, explanation, formatVersion, reportDifferences, type SideWords } from "../../report/differences.ts";
import { operationLine, operationSummary, reportOperations } from "../../report/operation.ts";
import {
  leftAloneJson,
  leftByConfigJson,
  notComparedText,
  rewrittenJson,
  tellLeftAlone,
  tellLeftByConfig,
  tellRewritten,
  verboseOption,
} from "../../report/remarks.ts";

export const check: Command = {
  options: [
    { flags: "--heads", description: "check the graph instead: it has one head, and no unapplied revision below an applied one" },
    explainOption,
    ...renameOptions,
    verboseOption,
  ],
  examples: ["mig check", "mig check --explain", "mig check --heads", "mig check --json"],
  run: async (context, _args, options) => {
    const project = await openProject(context);
    const graph = readGraphWithTexts(project);
    if (flag(options, "heads")) return checkGraph(project, graph);
    const given = givenAnswers(options, project);
    const found = await compareModels({ project, graph, command: "check" }, (comparing) => compareWith(comparing, given));
    if ("pending" in found) return behind(found);
    warnAbout(found.warnings, context);
    const { notCompared, problems, rows } = found;
    const unknown = notComparedText(notCompared);
    if (unknown !== undefined) context.warn(unknown);
    tellLeftAlone(found.leftAlone, context);
    tellLeftByConfig(found.leftByConfig, context, { names: flag(options, "verbose") });
    tellRewritten(found.rewritten, context, operationSummary);
    const ways = problems.length === 0 ? [] : [problemsText(problems, rows)];
    const operations = reportOperations(found.upgrade, found.before, undefined, found.hindered);
    if (operations.length === 0) return agreement(found, ways);
    const count = `${operations.length} ${operations.length === 1 ? "difference" : "differences"}`;
    const isExplained = flag(options, "explain");
    const differences = isExplained || context.global.json ? reportDifferences(differencesOf(found), operations, sides) : [];
    if (given.rest !== "no") adviseRenames(found.openRenames, context);
    context.advise(`${count} between the database and the models. Write a revision with: mig revision -m "..."`);
    return {
      data: {
        formatVersion,
        inSync: false,
        pending: [],
        operations,
        differences,
        notCompared,
        renames: found.openRenames,
        ...leftAloneJson(found.leftAlone),
        ...leftByConfigJson(found.leftByConfig),
        ...rewrittenJson(found.rewritten),
        ...some(problems),
      },
      text: [...(isExplained ? [explanation(operations, differences, sides)] : operations.map(operationLine)), ...ways].join("\n"),
      exitCode: 4,
    };
  },
};

const sides: SideWords = { before: "the database", after: "the models", models: "after" };

/** Nothing that was compared differs; `ways` are the ways on where the revisions and the database do not agree. */
function agreement(
  {
    notCompared,
    leftAlone,
    leftByConfig,
    problems,
    rewritten,
  }: Pick<Compared, "notCompared" | "leftAlone" | "leftByConfig" | "problems" | "rewritten">,
  ways: readonly string[],
): Outcome {
  const isWhole = notCompared.length === 0;
  const data = {
    formatVersion,
    inSync: isWhole && ways.length === 0,
    pending: [],
    operations: [],
    differences: [],
    notCompared,
    ...leftAloneJson(leftAlone),
    ...leftByConfigJson(leftByConfig),
    ...rewrittenJson(rewritten),
    ...some(problems),
  };
  const text = isWhole ? "The database and the models agree" : "What was compared agrees; not everything was compared";
  if (ways.length > 0) return { data, text: [`${text}. The revisions and the database do not agree:`, ...ways].join("\n"), exitCode: 4 };
  return { data, text: `${text}.`, ...(isWhole ? {} : { exitCode: 6 }) };
}

const some = (problems: readonly RevisionProblem[]): { readonly problems?: readonly RevisionProblem[] } =>
  problems.length === 0 ? {} : { problems };

function behind({ pending, problems, rows, heads }: Behind): Outcome {
  const count = `${pending.length} ${pending.length === 1 ? "revision is" : "revisions are"}`;
  const lines = [
    ...(pending.length === 0
      ? []
      : [`${count} not applied: ${listed(pending)}. Run "mig upgrade ${heads.length > 1 ? "heads" : "head"}".`]),
    ...(problems.length === 0 ? [] : [problemsText(problems, rows)]),
  ];
  return {
    data: { formatVersion, inSync: false, pending, operations: [], differences: [], notCompared: [], ...some(problems) },
    text: lines.join("\n"),
    exitCode: 4,
  };
}

/** What a build should look at: revisions side by side, and, where a database is configured, revisions older than what it has. */
async function checkGraph(project: Project, graph: RevisionGraph): Promise<Outcome> {
  const heads = headsOf(graph).map(({ id }) => id);
  const forked = headsSideBySide(graph);
  const state = project.url === undefined ? undefined : await databaseState(project);
  const rows = state?.heads;
  const problems = state === undefined ? [] : problemsIn(graph, state);
  const marks = rows === undefined ? undefined : databaseMarks(graph, rows);
  const older = state === undefined ? [] : pendingIn(graph, state).filter((id) => marks?.older.has(id));
  const lines = [
    ...(forked.length > 0
      ? [`${forked.length} heads: ${listed(forked)}. Join them with "mig merge", or move one on top of the other with "mig rebase".`]
      : []),
    ...older.map((id) => `${id}: older than applied revisions, and not applied: it will run with the next upgrade`),
    ...(problems.length === 0 ? [] : [problemsText(problems, rows ?? [])]),
  ];
  return {
    data: { formatVersion, heads, older, ...some(problems) },
    text:
      lines.length === 0
        ? heads.length === 0
          ? "There are no revisions."
          : heads.length === 1
            ? `One head: ${heads.join(", ")}`
            : `${heads.length} heads, each on its own branch: ${listed(heads)}`
        : lines.join("\n"),
    ...(lines.length === 0 ? {} : { exitCode: 4 }),
  };
}
