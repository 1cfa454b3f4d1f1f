import type { CheckHeadsResult, CheckResult } from "@migts/core";
import { explanation, operationLine, problemsText, sideWords, some as listed } from "@migts/core/report";
import { flag, type Command, type Outcome } from "../../command.ts";
import { compileLater } from "../../compile-later.ts";
import { explainOption, verboseOption } from "../../compare-options.ts";
import { migOf } from "../../mig-of.ts";
import { renameOptions, renameRequest } from "../../rename-options.ts";

export const check: Command = {
  options: [
    { flags: "--heads", description: "check the graph instead: it has one head, and no unapplied revision below an applied one" },
    explainOption,
    ...renameOptions,
    verboseOption,
  ],
  examples: ["mig check", "mig check --explain", "mig check --heads", "mig check --json"],
  run: async (context, _args, options) => {
    const mig = migOf(context);
    if (flag(options, "heads")) return headsOutcome(await mig.checkHeads());
    const isExplained = flag(options, "explain");
    compileLater();
    const result = await mig.check({
      ...renameRequest(options),
      differences: isExplained || context.global.json,
      verbose: flag(options, "verbose"),
    });
    return outcomeOf(result, isExplained);
  },
};

function outcomeOf(result: CheckResult, isExplained: boolean): Outcome {
  const { operations, differences, notCompared, pending, problems = [], rows, heads } = result;
  const ways = problems.length === 0 ? [] : [problemsText(problems, rows)];
  if (heads !== undefined) {
    const count = `${pending.length} ${pending.length === 1 ? "revision is" : "revisions are"}`;
    const way = `Run "mig upgrade ${heads.length > 1 ? "heads" : "head"}".`;
    const lines = pending.length === 0 ? [] : [`${count} not applied: ${listed(pending)}. ${way}`];
    return { data: result, text: [...lines, ...ways].join("\n"), exitCode: 4 };
  }
  if (operations.length > 0) {
    const lines = isExplained ? [explanation(operations, differences, sideWords(["db", "models"]))] : operations.map(operationLine);
    return { data: result, text: [...lines, ...ways].join("\n"), exitCode: 4 };
  }
  const isWhole = notCompared.length === 0;
  const text = isWhole ? "The database and the models agree" : "What was compared agrees; not everything was compared";
  if (ways.length > 0)
    return { data: result, text: [`${text}. The revisions and the database do not agree:`, ...ways].join("\n"), exitCode: 4 };
  return { data: result, text: `${text}.`, ...(isWhole ? {} : { exitCode: 6 }) };
}

function headsOutcome(result: CheckHeadsResult): Outcome {
  const { heads, sideBySide, older, problems = [], rows = [] } = result;
  const lines = [
    ...(sideBySide.length > 0
      ? [
          `${sideBySide.length} heads: ${listed(sideBySide)}. Join them with "mig merge", or move one on top of the other with "mig rebase".`,
        ]
      : []),
    ...older.map((id) => `${id}: older than applied revisions, and not applied: it will run with the next upgrade`),
    ...(problems.length === 0 ? [] : [problemsText(problems, rows)]),
  ];
  return lines.length === 0 ? { data: result, text: countText(heads) } : { data: result, text: lines.join("\n"), exitCode: 4 };
}

function countText(heads: readonly string[]): string {
  if (heads.length === 0) return "There are no revisions.";
  return heads.length === 1 ? `One head: ${heads.join(", ")}` : `${heads.length} heads, each on its own branch: ${listed(heads)}`;
}
