import { textOptions, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { headerOptions, headerRequest } from "../../new-revision-options.ts";
import { wordsOf } from "../../run-options.ts";

export const merge: Command = {
  arguments: [{ name: "[revisions...]", description: "the revisions to merge (default: heads)" }],
  options: [{ flags: "-m, --message <text>", description: "message that describes the revision" }, ...headerOptions],
  examples: ["mig merge", 'mig merge heads -m "join billing"', "mig merge ae10 27c6"],
  run: async (context, [given], options) => {
    const result = await migOf(context).merge({
      ...headerRequest(options),
      revisions: wordsOf(given) ?? "heads",
      ...textOptions(options, "message"),
    });
    if (result.file === null) return { data: result, text: "Nothing to merge: there are fewer than two heads." };
    return { data: result, text: `${result.file}\n  joins ${result.downRevisions.join(", ")}` };
  },
};
