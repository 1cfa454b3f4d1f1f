import { stamp as stampTo } from "@migts/core";
import { flag, type Command } from "../command.ts";
import { environmentOf } from "../database.ts";
import { openProject, readGraph } from "../project.ts";
import { headsText } from "../report/run.ts";

export const stamp: Command = {
  arguments: [{ name: "<targets...>", description: "revisions: an id or its beginning, head, heads, base, label@base, ..." }],
  options: [{ flags: "--purge", description: "forget all rows first, also those of revisions that no file has" }],
  examples: ["mig stamp head", "mig stamp base", "mig stamp --purge ae10"],
  run: async (context, [given], options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const environment = environmentOf(project, graph, context);
    const { before, after } = await stampTo(environment, { to: given as readonly string[], ...(flag(options, "purge") ? { purge: true } : {}) });
    const isSame = before.join() === after.join();
    return {
      data: { before, after },
      text: isSame ? `Nothing to do: the database is at ${headsText(after)}.` : `stamped ${headsText(after)} (was ${headsText(before)})`,
    };
  },
};
