import { compare, differencesOf, operationsText, planOperations, type Comparison, type Plan } from "@migts/core";
import { flag, textOption, type Command } from "../../command.ts";
import { readProject } from "../../project/project.ts";
import { operationLine, operationSummary, remarksOn, reportOperations, type OperationReport } from "../../report/operation.ts";
import { planJson, planScript } from "../../report/plan.ts";
import {
  leftAloneJson,
  leftByConfigJson,
  notComparedText,
  refuseHindered,
  tellLeftAlone,
  tellLeftByConfig,
  verboseOption,
} from "../../report/remarks.ts";
import { givenAnswers } from "../../renames/answers.ts";
import { compareWith } from "../../renames/decide.ts";
import { renameOptions } from "../../renames/options.ts";
import { adviseRenames } from "../../report/renames.ts";
import { warnAbout } from "../../report/diagnostic.ts";
import {
  explainOption,
  explanation,
  formatVersion,
  reportDifferences,
  type DifferenceReport,
  type SideWords,
} from "../../report/differences.ts";
import { withSides } from "../../project/sides.ts";

interface Difference {
  readonly comparison: Comparison;
  readonly operations: readonly OperationReport[];
  readonly plan: Plan;
  /** Absent: nobody has asked. */
  readonly explained?: { readonly differences: readonly DifferenceReport[]; readonly words: SideWords };
}

/** Texts. What is to be printed as JSON is the outcome's data. */
const formats: Readonly<Record<string, (difference: Difference) => string>> = {
  text: ({ operations, explained }) =>
    explained === undefined ? operations.map(operationLine).join("\n") : explanation(operations, explained.differences, explained.words),
  sql: ({ plan }) => planScript(plan),
  ts: ({ comparison, operations }) => operationsText(comparison.upgrade, remarksOn(operations)).trimEnd(),
};

const sides =
  `"db" (the configured database), "models" (the configured ones), "empty", a database URL, a .prisma or .sql file, ` +
  `a folder of them, or a pattern such as "db/**/*.sql"`;

export const diff: Command = {
  arguments: [
    { name: "<from>", description: sides },
    { name: "<to>", description: "the schema after the changes: the same kinds of values" },
  ],
  options: [
    {
      flags: "--format <format>",
      description: "text (default), sql (for psql), ts (as in a revision file), or json (the same as --json)",
      choices: [...Object.keys(formats), "json"],
    },
    explainOption,
    ...renameOptions,
    verboseOption,
    { flags: "--exit-code", description: "exit with code 4 if the schemas differ, 6 if not everything was compared" },
  ],
  examples: [
    "mig diff db models",
    "mig diff db models --explain",
    "mig diff db models --format sql | psql $DATABASE_URL",
    "mig diff empty prisma/schema.prisma --format sql",
    "mig diff postgresql://localhost/a postgresql://localhost/b",
    "mig diff db/schema.sql postgresql://localhost/a",
  ],
  run: async (context, [from, to], options) => {
    const project = await readProject(context);
    const given = givenAnswers(options, project);
    const texts = [String(from), String(to)] as const;
    const comparison = await withSides({ texts, project, cwd: context.cwd }, (before, after) =>
      compareWith((answered) => compare(before, after, { ...answered, configuration: project }), given),
    );
    if (given.rest !== "no") adviseRenames(comparison.openRenames, context);
    warnAbout(comparison.warnings, context);
    const plan = planOperations(comparison.upgrade, comparison.before);
    const operations = reportOperations(comparison.upgrade, comparison.before, plan, comparison.hindered);
    const unknown = notComparedText(comparison.notCompared);
    if (unknown !== undefined) context.warn(unknown);
    tellLeftAlone(comparison.leftAlone, context);
    tellLeftByConfig(comparison.leftByConfig, context, { names: flag(options, "verbose") });
    if (operations.length === 0)
      context.progress(unknown === undefined ? "No differences." : "What was compared agrees; not everything was compared.");
    const name = textOption(options, "format") ?? "text";
    if (name === "sql" || name === "ts") refuseHindered(comparison.hindered, operationSummary);
    const format = formats[name];
    const isExplained = flag(options, "explain");
    const words = wordsFor(texts);
    const differences = isExplained || context.global.json ? reportDifferences(differencesOf(comparison), operations, words) : [];
    return {
      data: {
        formatVersion,
        operations,
        differences,
        plan: planJson(plan),
        notCompared: comparison.notCompared,
        renames: comparison.openRenames,
        ...leftAloneJson(comparison.leftAlone),
        ...leftByConfigJson(comparison.leftByConfig),
      },
      text: format?.({ comparison, operations, plan, ...(isExplained ? { explained: { differences, words } } : {}) }) ?? "",
      ...(name === "sql" || name === "ts" ? { isScript: true } : {}),
      ...(flag(options, "exitCode") && operations.length > 0
        ? { exitCode: 4 }
        : flag(options, "exitCode") && unknown !== undefined
          ? { exitCode: 6 }
          : {}),
    };
  },
};

/** How people call the sides that were named so. */
function wordsFor([from, to]: readonly [string, string]): SideWords {
  const [before, after] = [wordOf(from, "first"), wordOf(to, "second")];
  const models = isDatabase(to) ? (isDatabase(from) ? undefined : "before") : isDatabase(from) ? "after" : "both";
  return { before, after, ...(models === undefined ? {} : { models }) };
}

const isDatabase = (side: string): boolean => side === "db" || side === "empty" || /^(?:postgres(?:ql)?:\/\/|pglite:)/u.test(side);

function wordOf(side: string, place: string): string {
  if (side === "db") return "the database";
  if (side === "models") return "the models";
  if (side === "empty") return "an empty database";
  return isDatabase(side) ? `the ${place} database` : `the models in ${side}`;
}
