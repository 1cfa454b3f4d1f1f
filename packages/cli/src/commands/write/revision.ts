import { operationLine } from "@migts/core/report";
import { flag, listOption, textOption, textOptions, type Command, type Options } from "../../command.ts";
import { verboseOption } from "../../compare-options.ts";
import { compileLater } from "../../compile-later.ts";
import { migOf } from "../../mig-of.ts";
import { headerOptions, headerRequest } from "../../new-revision-options.ts";
import { renameOptions, renameRequest } from "../../rename-options.ts";
import { MigError } from "@migts/core/project";

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
    compileLater();
    const result = await migOf(context, { asks: true }).revision({
      ...headerRequest(options),
      ...renameRequest(options),
      dependsOn: listOption(options, "dependsOn"),
      ...textOptions(options, "message", "head", "versionPath"),
      ...(textOption(options, "from") === "empty" ? { from: "empty" } : {}),
      empty: isEmpty(options),
      autogenerate: flag(options, "autogenerate"),
      verbose: flag(options, "verbose"),
    });
    if (result.file === null)
      return {
        data: result,
        text:
          result.notCompared.length === 0
            ? "No differences: the database matches the models. No revision is written."
            : "What was compared agrees; not everything was compared. No revision is written.",
      };
    const { file, mirrored = [], operations } = result;
    return { data: result, text: [file, ...mirrored, ...operations.map((operation) => `  ${operationLine(operation)}`)].join("\n") };
  },
};

/** What is written in place of a comparison with the models, if anything, comes first. */
const isEmpty = (options: Options): boolean =>
  flag(options, "empty") || (flag(options, "sql") && textOption(options, "from") === undefined);

function refuseContradiction(options: Options): void {
  if (flag(options, "sql") && flag(options, "autogenerate"))
    throw new MigError("OPTIONS_CONTRADICT", { options: ["--sql", "--autogenerate"] });
}
