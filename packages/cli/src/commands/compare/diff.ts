import { explanation, operationLine, sideWords } from "@migts/core/report";
import { flag, textOption, type Command } from "../../command.ts";
import { explainOption, verboseOption } from "../../compare-options.ts";
import { compileLater } from "../../compile-later.ts";
import { migOf } from "../../mig-of.ts";
import { renameOptions, renameRequest } from "../../rename-options.ts";

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
      choices: ["text", "sql", "ts", "json"],
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
  run: async (context, args, options) => {
    const [from, to] = args.map(String);
    const isExplained = flag(options, "explain");
    const format = textOption(options, "format");
    const written = format === "sql" || format === "ts" ? format : undefined;
    compileLater();
    const result = await migOf(context).diff({
      from: from ?? "",
      to: to ?? "",
      ...renameRequest(options),
      ...(written === undefined ? {} : { script: written }),
      differences: isExplained || context.global.json,
      verbose: flag(options, "verbose"),
    });
    const { operations, differences, notCompared, script } = result;
    const differs = operations.length > 0 ? 4 : notCompared.length > 0 ? 6 : 0;
    const words = sideWords([from ?? "", to ?? ""]);
    const text = isExplained ? explanation(operations, differences, words) : operations.map(operationLine).join("\n");
    return {
      data: result,
      text: script ?? text,
      ...(script === undefined ? {} : { isScript: true }),
      ...(flag(options, "exitCode") && differs !== 0 ? { exitCode: differs } : {}),
    };
  },
};
