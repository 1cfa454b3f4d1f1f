import { headLine, revisionBlock, some } from "@migts/core/report";
import { flag, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";

export const current: Command = {
  options: [
    { flags: "-v, --verbose", description: "show all details" },
    { flags: "--check-heads", description: "exit with code 4 unless every revision is applied" },
  ],
  examples: ["mig current", "mig current -v", "mig current --check-heads"],
  run: async (context, _args, options) => {
    const result = await migOf(context).current();
    const { database, revisions, pending, problems = [] } = result;
    const isBehind = flag(options, "checkHeads") && (pending.length > 0 || problems.some(({ problem }) => problem === "neverRun"));
    if (isBehind && pending.length > 0) context.advise(`${pending.length} not applied: ${some(pending)}. Run "mig upgrade heads".`);
    return {
      data: result,
      text: flag(options, "verbose")
        ? [`Database: ${database}`, ...revisions.map(revisionBlock)].join("\n\n")
        : revisions.map(headLine).join("\n"),
      ...(isBehind ? { exitCode: 4 } : {}),
    };
  },
};
