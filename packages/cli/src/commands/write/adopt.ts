import { MigError } from "@migts/core/project";
import { adopt as adoptHistory } from "../../adopt/adopt.ts";
import { alembicRevisions } from "../../adopt/alembic/files.ts";
import { adoptAlembic, lookAtAlembic } from "../../adopt/alembic/take-over.ts";
import type { AdoptForm } from "../../adopt/drafts.ts";
import { findTool } from "../../adopt/find-tool.ts";
import { lookAround } from "../../adopt/look-around.ts";
import { undoAdoption } from "../../adopt/undo.ts";
import { flag, textOption, type Command, type Options, type Outcome } from "../../command.ts";
import type { Context } from "../../context.ts";
import { openProject, readProject } from "../../project/project.ts";
import { alembicLookOutcome, alembicOutcome } from "../../report/adopt-alembic.ts";
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
    const project = await readProject(context);
    if (way === "undo") return undoneOutcome(await undoAdoption(project, context));
    const from = textOption(options, "from");
    const found =
      from === "alembic" ? undefined : findTool(project, { from, migrations: textOption(options, "migrations"), cwd: context.cwd });
    if (from === "alembic" || (from === undefined && found === undefined && alembicRevisions(project.root).length > 0))
      if (way !== "baseline") return adoptFromAlembic(way, context);
    if (way === undefined) return lookOutcome(await lookAround(project, found, context), project, context);
    return adoptedOutcome(await adoptHistory(project, found, way, context), { form: way, found, project }, context);
  },
};

/**
 * The files of Alembic stay, and its table is mig's: there are only stubs to write.
 * @throws MigError ADOPT_FILES_MISSING, CONFIG_NOT_FOUND
 */
async function adoptFromAlembic(way: Exclude<AdoptForm, "baseline"> | undefined, context: Context): Promise<Outcome> {
  const project = await openProject(context);
  const look = lookAtAlembic(project);
  if (look.revisions.length === 0) throw new MigError("NOTHING_TO_ADOPT", { tool: "Alembic" });
  if (way === "link")
    throw new MigError("ADOPT_FILES_MISSING", {
      tool: "Alembic",
      names: look.revisions.map(({ revision }) => revision),
      form: way,
      isCode: true,
    });
  return way === undefined ? alembicLookOutcome(look, context) : alembicOutcome(await adoptAlembic(project, context), context);
}

function wayOf(options: Options): AdoptForm | "undo" | undefined {
  const given = (["baseline", "history", "link", "undo"] as const).filter((name) => flag(options, name));
  if (given.length > 1) throw new MigError("OPTIONS_CONTRADICT", { options: given.map((name) => `--${name}`) });
  return given[0];
}
