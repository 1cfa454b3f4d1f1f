import { flag, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { headsText, scriptOutcome } from "../../report/run.ts";
import { wordsOf } from "../../run-options.ts";

export const stamp: Command = {
  arguments: [{ name: "<targets...>", description: "the revisions: an id or the start of one, head, heads, base, label@base, ..." }],
  options: [
    { flags: "--purge", description: "delete all rows first, including rows of revisions without a file" },
    { flags: "--sql", description: "print an SQL script for psql without connecting; <from>:<to> sets where it starts" },
  ],
  examples: ["mig stamp head", "mig stamp base", "mig stamp --purge ae10", "mig stamp ae10:head --sql"],
  run: async (context, [given], options) => {
    const request = { to: wordsOf(given) ?? [], purge: flag(options, "purge") };
    const mig = migOf(context);
    if (flag(options, "sql")) return scriptOutcome(await mig.stamp({ ...request, sql: true }));
    const result = await mig.stamp(request);
    const { before, after, settled = [] } = result;
    const isSame = before.join() === after.join() && settled.length === 0;
    return {
      data: result,
      text: isSame ? `Nothing to do: the database is at ${headsText(after)}.` : `stamped ${headsText(after)} (was ${headsText(before)})`,
    };
  },
};
