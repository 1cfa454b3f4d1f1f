import { existsSync } from "node:fs";
import path from "node:path";
import { checkConfig, installCommand, MigError } from "@migts/core/project";
import { flag, listOption, textOption, type Command, type Options } from "../../command.ts";
import { configText } from "../../project/config-text.ts";
import { findModels } from "../../project/find-models.ts";
import { patternIn, writeDesign, type LeftBeside } from "../../project/write-design.ts";
import { adapterName, hasAdapter, isFolderOfSql, isSql, modelsAt } from "../../project/models.ts";
import { ownSchema } from "../../adopt/own-config.ts";
import { toolsIn } from "../../adopt/find-tool.ts";
import { tools } from "../../adopt/tools/index.ts";
import type { Context } from "../../context.ts";
import { withSession } from "../../project/database.ts";
import { addScripts } from "../../project/package-scripts.ts";
import { prisma8Advice, usesPrisma8 } from "../../project/prisma-8.ts";
import { readProject, runConfigOfPrisma } from "../../project/project.ts";
import { writeNew } from "../../project/write-new.ts";
import { ownPackage } from "../../project/own-package.ts";

const configNames = ["ts", "mts", "js", "mjs", "json"].map((ending) => `mig.config.${ending}`);

export const init: Command = {
  options: [
    { flags: "--models <path>", description: "schema.prisma or its folder, or SQL files (default: mig searches for schema.prisma)" },
    { flags: "--from-database", description: "write the design of the database as SQL files, into db or the folder of --models" },
    {
      flags: "--exclude <rule>",
      description: "leave objects alone, such as audit.*: no file has them, and the configuration says so",
      repeatable: true,
    },
    { flags: "--preset <name>", description: "leave alone what a service or an extension made", repeatable: true },
    { flags: "--versions <folder>", description: "folder for revisions (default: mig/versions)" },
    { flags: "--template", description: "also write a template for new revisions" },
  ],
  examples: ["mig init", "mig init --models prisma/schema.prisma", "mig init --from-database --preset supabase"],
  run: async (context, _args, options) => {
    const { cwd, advise } = context;
    const existing = configNames.find((name) => existsSync(path.join(cwd, name)));
    if (existing !== undefined) throw new MigError("CONFIG_EXISTS", { file: existing });
    await runConfigOfPrisma(cwd, context);
    const isFromDatabase = flag(options, "fromDatabase");
    const ofTools = isFromDatabase ? await otherTools(context) : [];
    const left = withRules(
      leftBeside(options),
      ofTools.flatMap(({ rules }) => rules),
    );
    const written = isFromDatabase ? await writeDesign(textOption(options, "models") ?? "db", left, context) : undefined;
    const named = textOption(options, "models") ?? findModels(cwd);
    const models = written?.pattern ?? (named !== undefined && isFolderOfSql(path.resolve(cwd, named)) ? patternIn(named) : named);
    if (models !== undefined && !isSql(models) && !existsSync(path.resolve(cwd, models)))
      throw new MigError("MODELS_NOT_FOUND", { path: models });
    const versions = textOption(options, "versions") ?? "mig/versions";
    const template = flag(options, "template") ? path.join(path.dirname(versions), "revision.ts.template") : undefined;
    const keep = path.join(versions, ".gitkeep");
    await writeNew(path.resolve(cwd, keep), "");
    const others = tools.filter((tool) => tool.findFolder(cwd) !== undefined || ofTools.some((one) => one.tool === tool));
    const isPrisma8 = usesPrisma8(cwd);
    const own = (others.length > 0 || isPrisma8) && !existsSync(path.join(cwd, "alembic.ini")) ? { ownSchema } : {};
    await writeNew(path.join(cwd, "mig.config.ts"), configText({ models, versions, from: ownPackage(cwd), template, ...own, ...left }));
    const scripts = await addScripts(cwd);
    if (template !== undefined) await writeNew(path.resolve(cwd, template), (await import("@migts/core")).usualTemplate);
    const project = await readProject(context);
    const isPrismas = models !== undefined && !isSql(models);
    const tool = isPrismas && hasAdapter(cwd) ? (await modelsAt(path.resolve(cwd, models), project)).tool : undefined;
    const { stubs, isTools } = await (await import("../../adopt/alembic/take-over.ts")).takeOver(project, context, tool);
    advise(
      models === undefined ? 'No schema.prisma was found. Set "models" in mig.config.ts, or write revisions by hand.' : `Models: ${models}`,
    );
    if (isPrismas && !hasAdapter(cwd)) advise(`next: ${installCommand(cwd, adapterName)}`);
    if (isPrisma8) advise(prisma8Advice);
    if (scripts.length > 0) advise(`Scripts in package.json: ${scripts.join(", ")}`);
    const hasHistory = isTools || others.length > 0;
    if (isTools && tool !== undefined)
      advise(`${tool.name} was used here before. mig does not change its table ${tool.tables.join(", ")}.`);
    else if (others.length > 0) advise(`There is a history of ${others.map(({ name }) => name).join(" and of ")} here.`);
    const first =
      stubs.length > 0
        ? "mig check"
        : hasHistory
          ? "mig adopt"
          : written !== undefined
            ? "mig adopt --baseline && mig check"
            : 'mig revision -m "first" && mig upgrade head';
    advise(project.url === undefined ? `next: set DATABASE_URL (in the environment or in .env), then run: ${first}` : `next: ${first}`);
    const files = ["mig.config.ts", keep, ...(template === undefined ? [] : [template]), ...stubs, ...(written?.files ?? [])];
    return { data: { config: "mig.config.ts", versions, models: models ?? null, files }, text: files.join("\n") };
  },
};

/** Tools whose tables are in the database: no design holds these. */
const otherTools = async (context: Context): Promise<Awaited<ReturnType<typeof toolsIn>>> =>
  withSession(await readProject(context), toolsIn);

const withRules = (left: LeftBeside, rules: readonly string[]): LeftBeside => ({ ...left, exclude: [...left.exclude, ...rules] });

/**
 * What the flags say to leave alone.
 * @throws MigError CONFIG_INVALID
 */
function leftBeside(options: Options): LeftBeside {
  const given = { exclude: listOption(options, "exclude"), presets: listOption(options, "preset") };
  const { exclude = [], presets = [] } = checkConfig(given, "mig.config.ts");
  return { exclude, presets };
}
