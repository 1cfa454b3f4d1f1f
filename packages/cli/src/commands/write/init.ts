import { flag, listOption, textOptions, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";

export const init: Command = {
  options: [
    { flags: "--models <path>", description: "schema.prisma or its folder, or SQL files (default: mig searches for schema.prisma)" },
    { flags: "--from-database", description: "write the design of the database as SQL files, into db or the folder of --models" },
    {
      flags: "--exclude <rule>",
      description: "leave objects alone, such as audit.*: no file has them, and the configuration says so",
      repeatable: true,
    },
    { flags: "--preset <name>", description: "leave alone what a service or an extension made", repeatable: true },
    { flags: "--versions <folder>", description: "folder for revisions (default: mig/versions)" },
    { flags: "--template", description: "also write a template for new revisions" },
  ],
  examples: ["mig init", "mig init --models prisma/schema.prisma", "mig init --from-database --preset supabase"],
  run: async (context, _args, options) => {
    const result = await migOf(context).init({
      ...textOptions(options, "models", "versions"),
      fromDatabase: flag(options, "fromDatabase"),
      exclude: listOption(options, "exclude"),
      presets: listOption(options, "preset"),
      template: flag(options, "template"),
    });
    return { data: result, text: result.files.join("\n") };
  },
};
