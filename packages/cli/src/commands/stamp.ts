import { stamp as stampTo, stampScript } from "@migts/core";
import { flag, type Command } from "../command.ts";
import { environmentOf } from "../project/database.ts";
import { openProject, readGraph } from "../project/project.ts";
import { headsText, scriptOutcome } from "../report/run.ts";
import { refuseRange, scriptEnds, wordsOf } from "../run-options.ts";

export const stamp: Command = {
  arguments: [{ name: "<targets...>", description: "revisions: an id or its beginning, head, heads, base, label@base, ..." }],
  options: [
    { flags: "--purge", description: "forget all rows first, also those of revisions that no file has" },
    { flags: "--sql", description: "print the SQL for psql, without asking the database; <from>:<to> says where it starts" },
  ],
  examples: ["mig stamp head", "mig stamp base", "mig stamp --purge ae10", "mig stamp ae10:head --sql"],
  run: async (context, [given], options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const environment = environmentOf(project, graph, context);
    const targets = wordsOf(given);
    const purge = flag(options, "purge") ? { purge: true } : {};
    if (flag(options, "sql")) {
      return scriptOutcome(stampScript(environment, { ...scriptEnds(targets, "heads"), ...purge }));
    }
    refuseRange("stamp", targets);
    const { before, after } = await stampTo(environment, { to: targets, ...purge });
    const isSame = before.join() === after.join();
    return {
      data: { before, after },
      text: isSame ? `Nothing to do: the database is at ${headsText(after)}.` : `stamped ${headsText(after)} (was ${headsText(before)})`,
    };
  },
};
