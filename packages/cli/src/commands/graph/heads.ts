import { headLine, revisionBlock } from "@migts/core/report";
import { flag, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";

export const heads: Command = {
  options: [
    { flags: "-v, --verbose", description: "show all details" },
    { flags: "--resolve-dependencies", description: "leave out heads that another revision depends on" },
  ],
  examples: ["mig heads", "mig heads --resolve-dependencies", "mig heads --json"],
  run: async (context, _args, options) => {
    const result = await migOf(context).heads({ resolveDependencies: flag(options, "resolveDependencies") });
    return {
      data: result,
      text: flag(options, "verbose") ? result.heads.map(revisionBlock).join("\n\n") : result.heads.map(headLine).join("\n"),
    };
  },
};
