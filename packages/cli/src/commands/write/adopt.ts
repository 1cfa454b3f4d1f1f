import { MigError } from "@migts/core/project";
import type { AdoptForm } from "@migts/core";
import { flag, textOptions, type Command, type Options } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { adoptedOutcome, lookOutcome, undoneOutcome } from "../../report/adopt.ts";

export const adopt: Command = {
  options: [
    { flags: "--baseline", description: "write one revision that makes all that the database has" },
    { flags: "--history", description: "write a revision for each migration, with its SQL" },
    { flags: "--link", description: "write a revision for each migration that runs the SQL file in its place" },
    { flags: "--undo", description: "take an adoption back: its revisions, and its rows in the database" },
    {
      flags: "--from <tool>",
      description: "the tool whose history it is (default: the one that has one here)",
      choices: ["prisma", "drizzle", "flyway", "knex", "typeorm", "node-pg-migrate", "alembic", "sql"],
    },
    { flags: "--migrations <folder>", description: "folder of its migrations (default: where the tool has them)" },
  ],
  examples: [
    "mig adopt",
    "mig adopt --baseline",
    "mig adopt --history",
    "mig adopt --from sql --migrations db/migrations --history",
    "mig adopt --undo",
  ],
  run: async (context, _args, options) => {
    const way = wayOf(options);
    const mig = migOf(context, { asks: true });
    if (way === "undo") return undoneOutcome(await mig.undoAdopt());
    const request = textOptions(options, "from", "migrations");
    return way === undefined ? lookOutcome(await mig.adopt(request)) : adoptedOutcome(await mig.adopt({ ...request, form: way }));
  },
};

function wayOf(options: Options): AdoptForm | "undo" | undefined {
  const given = (["baseline", "history", "link", "undo"] as const).filter((name) => flag(options, name));
  if (given.length > 1) throw new MigError("OPTIONS_CONTRADICT", { options: given.map((name) => `--${name}`) });
  return given[0];
}
