import { existsSync } from "node:fs";
import path from "node:path";
import { installCommand, MigError } from "@migts/core/project";
import { flag, textOption, type Command } from "../../command.ts";
import { findModels } from "../../project/find-models.ts";
import { patternIn, writeDesign } from "../../project/write-design.ts";
import { adapterName, hasAdapter, isFolderOfSql, isSql, modelsAt } from "../../project/models.ts";
import { hasPrismaMigrations } from "../../project/prisma-migrations.ts";
import { readProject } from "../../project/project.ts";
import { writeNew } from "../../project/write-new.ts";
import { ownPackage } from "../../project/own-package.ts";

const configNames = ["ts", "mts", "js", "mjs", "json"].map((ending) => `mig.config.${ending}`);

export const init: Command = {
  options: [
    { flags: "--models <path>", description: "schema.prisma or its folder, or SQL files (default: mig searches for schema.prisma)" },
    { flags: "--from-database", description: "write the design of the database as SQL files, into db or the folder of --models" },
    { flags: "--versions <folder>", description: "folder for revisions (default: mig/versions)" },
    { flags: "--template", description: "also write a template for new revisions" },
  ],
  examples: ["mig init", "mig init --models prisma/schema.prisma", "mig init --from-database"],
  run: async (context, _args, options) => {
    const { cwd, advise } = context;
    const existing = configNames.find((name) => existsSync(path.join(cwd, name)));
    if (existing !== undefined) throw new MigError("CONFIG_EXISTS", { file: existing });
    const written = flag(options, "fromDatabase") ? await writeDesign(textOption(options, "models") ?? "db", context) : undefined;
    const named = textOption(options, "models") ?? findModels(cwd);
    const models = written?.pattern ?? (named !== undefined && isFolderOfSql(path.resolve(cwd, named)) ? patternIn(named) : named);
    if (models !== undefined && !isSql(models) && !existsSync(path.resolve(cwd, models)))
      throw new MigError("MODELS_NOT_FOUND", { path: models });
    const versions = textOption(options, "versions") ?? "mig/versions";
    const template = flag(options, "template") ? path.join(path.dirname(versions), "revision.ts.template") : undefined;
    const keep = path.join(versions, ".gitkeep");
    await writeNew(path.resolve(cwd, keep), "");
    await writeNew(path.join(cwd, "mig.config.ts"), configText(models, versions, ownPackage(cwd), template));
    if (template !== undefined) await writeNew(path.resolve(cwd, template), (await import("@migts/core")).usualTemplate);
    const project = await readProject(context);
    const isPrismas = models !== undefined && !isSql(models);
    const tool = isPrismas && hasAdapter(cwd) ? (await modelsAt(path.resolve(cwd, models), project)).tool : undefined;
    const { stubs, isTools } = await (await import("../../new-revision/take-over.ts")).takeOver(project, context, tool);
    advise(
      models === undefined ? 'No schema.prisma was found. Set "models" in mig.config.ts, or write revisions by hand.' : `Models: ${models}`,
    );
    if (isPrismas && !hasAdapter(cwd)) advise(`next: ${installCommand(cwd, adapterName)}`);
    const isTakenOver = written !== undefined || (isPrismas && (isTools || hasPrismaMigrations(cwd, models)));
    if (isTakenOver && written === undefined && tool === undefined) advise("Another tool has migrations here.");
    if (isTakenOver && tool !== undefined)
      advise(`${tool.name} was used here before. mig does not change its table ${tool.tables.join(", ")}.`);
    const first = isTakenOver
      ? 'mig revision --from empty -m "baseline" && mig stamp head && mig check'
      : 'mig revision -m "first" && mig upgrade head';
    advise(project.url === undefined ? `next: set DATABASE_URL (in the environment or in .env), then run: ${first}` : `next: ${first}`);
    const files = ["mig.config.ts", keep, ...(template === undefined ? [] : [template]), ...stubs, ...(written?.files ?? [])];
    return { data: { config: "mig.config.ts", versions, models: models ?? null, files }, text: files.join("\n") };
  },
};

function configText(models: string | undefined, versions: string, from: string, template: string | undefined): string {
  const quoted = (text: string): string => JSON.stringify(text.split(path.sep).join("/"));
  const isFiles = models !== undefined && isSql(models);
  return `import { defineConfig${isFiles ? ", sql" : ""} } from "${from}";

export default defineConfig({
  ${models === undefined ? `// models: "prisma/schema.prisma",` : `models: ${isFiles ? `sql(${quoted(models)})` : quoted(models)},`}
  versions: ${quoted(versions)},${template === undefined ? "" : `\n  revisionTemplate: ${quoted(template)},`}
  // url: the database is taken from DATABASE_URL unless it is set here
});
`;
}
