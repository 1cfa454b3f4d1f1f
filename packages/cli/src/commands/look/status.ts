import type { StatusResult } from "@migts/core";
import { counted, headLine, problemsText, some } from "@migts/core/report";
import { flag, type Command } from "../../command.ts";
import { compileLater } from "../../compile-later.ts";
import { migOf } from "../../mig-of.ts";

export const status: Command = {
  options: [{ flags: "--no-check", description: "do not compare the database with the models" }],
  examples: ["mig status", "mig status --no-check", "mig status --json"],
  run: async (context, _args, options) => {
    const compare = !flag(options, "noCheck");
    if (compare) compileLater();
    const result = await migOf(context).status({ compare });
    return { data: result, text: textOf(result) };
  },
};

function textOf({
  config,
  database,
  failure,
  heads,
  current,
  pending,
  problems = [],
  differences,
  notCompared = 0,
  next,
}: StatusResult): string {
  if (next === "mig init")
    return [
      "There is no configuration here, and there are no revisions.",
      "next: mig init",
      "",
      "It writes mig.config.ts and the folder for revisions. All commands: mig --help",
    ].join("\n");
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["configuration", config ?? "none; the defaults hold"],
    ["database", failure === undefined ? (database ?? "none is set") : `${database ?? ""} (cannot be asked)`],
    ["at", current === undefined ? undefined : current.length === 0 ? "base: no revision is applied" : current.map(headLine).join("; ")],
    [heads.length > 1 ? "heads" : "head", heads.length === 0 ? "there are no revisions yet" : heads.map(headLine).join("; ")],
    ["not applied", pending === undefined || pending.length === 0 ? undefined : `${pending.length}: ${some(pending)}`],
    ["models", differences === undefined ? undefined : modelsText(differences, notCompared)],
  ];
  return [
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : [`${`${name}:`.padEnd(15)}${text}`])),
    ...(failure === undefined ? [] : [failure.message]),
    ...(problems.length === 0 ? [] : [problemsText(problems, current?.map(({ id }) => id) ?? [])]),
    next === null ? "Nothing is to be done." : `next: ${next}`,
  ].join("\n");
}

function modelsText(differences: number, notCompared: number): string {
  const rest = notCompared === 0 ? "" : `; ${notCompared} ${notCompared === 1 ? "object was" : "objects were"} not compared`;
  if (differences > 0) return `${counted(differences, "difference")} to the database${rest}`;
  return notCompared === 0 ? "the database agrees with them" : `what was compared agrees${rest}`;
}
