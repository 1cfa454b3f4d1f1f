import type { Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { outcomeOf } from "../../report/run.ts";
import { allowLossOption, runMode, runOptions, wordsOf } from "../../run-options.ts";
import { flag } from "../../command.ts";

export const upgrade: Command = {
  arguments: [
    { name: "[targets...]", description: "the revisions: an id or the start of one, head, heads, +1, label@head, ... (default: head)" },
  ],
  options: [
    ...runOptions,
    allowLossOption,
    { flags: "--missing", description: "also apply revisions that were inserted below applied ones and never ran here" },
  ],
  examples: [
    "mig upgrade",
    "mig upgrade +1",
    "mig upgrade ae10 --dry-run",
    "mig upgrade --sql > upgrade.sql",
    "mig upgrade ae10:head --sql",
  ],
  run: async (context, [given], options) => {
    const to = wordsOf(given) ?? "head";
    const request = { to, missing: flag(options, "missing"), allowMissingFolder: true, ...runMode(options) };
    return outcomeOf(await migOf(context, { asks: true }).upgrade(request), "upgraded");
  },
};
