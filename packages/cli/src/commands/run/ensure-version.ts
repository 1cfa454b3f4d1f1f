import { flag, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { scriptOutcome } from "../../report/run.ts";

export const ensureVersion: Command = {
  options: [{ flags: "--sql", description: "print an SQL script for psql without connecting" }],
  examples: ["mig ensure-version", "mig ensure-version --sql"],
  run: async (context, _args, options) => {
    const mig = migOf(context);
    if (flag(options, "sql")) return scriptOutcome(await mig.ensureVersion({ sql: true }));
    const result = await mig.ensureVersion();
    return { data: result, text: result.created ? `created ${result.table}` : `${result.table} is there` };
  },
};
