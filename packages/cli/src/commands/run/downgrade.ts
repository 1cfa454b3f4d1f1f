import type { Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { outcomeOf } from "../../report/run.ts";
import { allowLossOption, runMode, runOptions } from "../../run-options.ts";

export const downgrade: Command = {
  arguments: [{ name: "<target>", description: "the revision to revert to: an id or the start of one, base, -1, label@base, ..." }],
  options: [...runOptions, allowLossOption],
  examples: ["mig downgrade -1", "mig downgrade base --allow-loss", "mig downgrade ae10 --dry-run", "mig downgrade ae10:base --sql"],
  run: async (context, [given], options) =>
    outcomeOf(await migOf(context, { asks: true }).downgrade({ to: String(given), ...runMode(options) }), "downgraded"),
};
