import { appliedOf, resolveRevisions, stamp as stampTo, type RevisionGraph } from "@migts/core/project";
import { flag, type Command } from "../../command.ts";
import { environmentOf, offlineOf } from "../../project/database.ts";
import { openProject, readGraph } from "../../project/project.ts";
import { headsText, scriptOutcome } from "../../report/run.ts";
import { refuseRange, scriptEnds, wordsOf } from "../../run-options.ts";

export const stamp: Command = {
  arguments: [{ name: "<targets...>", description: "the revisions: an id or the start of one, head, heads, base, label@base, ..." }],
  options: [
    { flags: "--purge", description: "delete all rows first, including rows of revisions without a file" },
    { flags: "--sql", description: "print an SQL script for psql without connecting; <from>:<to> sets where it starts" },
  ],
  examples: ["mig stamp head", "mig stamp base", "mig stamp --purge ae10", "mig stamp ae10:head --sql"],
  run: async (context, [given], options) => {
    const project = await openProject(context);
    const graph = readGraph(project);
    const targets = wordsOf(given);
    const purge = flag(options, "purge") ? { purge: true } : {};
    if (flag(options, "sql")) {
      const { stampScript } = await import("@migts/core");
      return scriptOutcome(stampScript(offlineOf(project, graph), { ...scriptEnds("stamp", targets, "heads"), ...purge }));
    }
    refuseRange("stamp", targets);
    const { before, after, problems = [] } = await stampTo(environmentOf(project, graph, context), { to: targets, ...purge });
    for (const oddity of odditiesOf(graph, targets, after)) context.warn(oddity);
    const isSame = before.join() === after.join() && problems.length === 0;
    return {
      data: { before, after, ...(problems.length === 0 ? {} : { settled: problems }) },
      text: isSame ? `Nothing to do: the database is at ${headsText(after)}.` : `stamped ${headsText(after)} (was ${headsText(before)})`,
    };
  },
};

/** What Alembic's rules for stamps can leave behind, and nobody may have meant. */
function odditiesOf(graph: RevisionGraph, targets: readonly string[], after: readonly string[]): readonly string[] {
  const applied = new Set(appliedOf(graph, after).map(({ id }) => id));
  const lost = [...new Set(targets.flatMap((target) => idsOf(graph, target)))].filter((id) => !applied.has(id));
  const below = after.filter((row) => after.some((other) => other !== row && appliedOf(graph, [other]).some(({ id }) => id === row)));
  return [
    ...(lost.length === 0
      ? []
      : [
          `${lost.join(", ")} was given but is not among the rows now: another target replaced its row. ` +
            `Run "mig stamp --purge ${targets.join(" ")}" to write them all.`,
        ]),
    ...(below.length === 0
      ? []
      : [
          `${below.join(", ")} is below another row: the next upgrade will fail. Run "mig stamp --purge" with only the revisions above it.`,
        ]),
  ];
}

/** What a target stands for; nothing for one that counts from somewhere. */
function idsOf(graph: RevisionGraph, target: string): readonly string[] {
  return /[+-]\d+$/u.test(target) ? [] : resolveRevisions(graph, target).map(({ id }) => id);
}
