import { revisionBlock } from "@migts/core/report";
import type { Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { wordsOf } from "../../run-options.ts";

export const show: Command = {
  arguments: [{ name: "[revisions...]", description: "the revisions to show (default: heads)" }],
  options: [],
  examples: ["mig show head", "mig show ae10", "mig show current"],
  run: async (context, [given]) => {
    const result = await migOf(context).show({ revisions: wordsOf(given) ?? "heads" });
    return { data: result, text: result.revisions.map(revisionBlock).join("\n\n") };
  },
};
