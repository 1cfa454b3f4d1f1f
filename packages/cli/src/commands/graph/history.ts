import type { RevisionReport } from "@migts/core";
import { revisionBlock, revisionLine } from "@migts/core/report";
import { flag, textOption, type Command, type Options } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { dotText, graphText, mermaidText } from "../../report/graph-text.ts";

const formats: Readonly<Record<string, (reports: readonly RevisionReport[]) => string>> = {
  text: (reports) => reports.map(revisionLine).join("\n"),
  mermaid: mermaidText,
  dot: dotText,
};

export const history: Command = {
  options: [
    { flags: "-r, --rev-range <range>", description: "list a range: <from>:<to>, <from>: or :<to> (both ends included)" },
    { flags: "-i, --indicate-current", description: "mark the revisions that are applied in the database" },
    { flags: "-v, --verbose", description: "show all details" },
    { flags: "--graph", description: "draw the graph; marks applied revisions if a database is configured" },
    { flags: "--ascii", description: "draw the graph in ASCII" },
    {
      flags: "--format <format>",
      description: "text (default), mermaid, dot, or json (the same as --json)",
      choices: [...Object.keys(formats), "json"],
    },
  ],
  examples: [
    "mig history",
    "mig history -r -3:",
    "mig history -r ae10:head -v",
    "mig history -i -r :current",
    "mig history --graph",
    "mig history --format dot | dot -Tsvg > history.svg",
  ],
  run: async (context, _args, options) => {
    const range = textOption(options, "revRange");
    const indicateCurrent = flag(options, "indicateCurrent") || (flag(options, "graph") ? "ifThere" : false);
    const result = await migOf(context).history({ ...(range === undefined ? {} : { range }), indicateCurrent });
    return { data: result, text: textFor(result.revisions, options) };
  },
};

function textFor(reports: readonly RevisionReport[], options: Options): string {
  if (flag(options, "graph")) return graphText(reports, { ascii: flag(options, "ascii") });
  if (flag(options, "verbose")) return reports.map(revisionBlock).join("\n\n");
  return formats[textOption(options, "format") ?? "text"]?.(reports) ?? "";
}
