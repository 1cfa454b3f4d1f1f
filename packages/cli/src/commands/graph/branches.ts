import { headLine, revisionBlock } from "@migts/core/report";
import { flag, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";

export const branches: Command = {
  options: [{ flags: "-v, --verbose", description: "show all details" }],
  examples: ["mig branches", "mig branches -v"],
  run: async (context, _args, options) => {
    const isVerbose = flag(options, "verbose");
    const result = await migOf(context).branches();
    const texts = result.branchPoints.map((point) =>
      [(isVerbose ? revisionBlock : headLine)(point), ...point.branches.map((above) => `  -> ${headLine(above)}`)].join("\n"),
    );
    return { data: result, text: texts.join(isVerbose ? "\n\n" : "\n") };
  },
};
