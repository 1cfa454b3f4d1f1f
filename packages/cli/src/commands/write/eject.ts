import { MigError } from "@migts/core/project";
import { flag, textOption, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { ejectedOutcome } from "../../report/adopt.ts";

export const eject: Command = {
  options: [
    { flags: "--to <tool>", description: "the tool that goes on", choices: ["prisma"] },
    { flags: "--remove-files", description: "also remove the revisions and the configuration; do this in the last environment" },
  ],
  examples: ["mig eject --to prisma", "mig eject --to prisma --remove-files"],
  run: async (context, _args, options) => {
    if (textOption(options, "to") === undefined) throw new MigError("OPTION_INVALID", { option: "--to", value: "", expected: "prisma" });
    return ejectedOutcome(await migOf(context).eject({ to: "prisma", removeFiles: flag(options, "removeFiles") }));
  },
};
