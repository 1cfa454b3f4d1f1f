import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileError, installCommand, MigError } from "@migts/core/project";
import { flag, textOption, type Command } from "../../command.ts";
import { findModels } from "../../project/find-models.ts";
import { adapterName, hasAdapter, modelsAt } from "../../project/models.ts";
import { hasPrismaMigrations } from "../../project/prisma-migrations.ts";
import { readProject } from "../../project/project.ts";
import { ownPackage } from "../../project/own-package.ts";

const configNames = ["ts", "mts", "js", "mjs", "json"].map((ending) => `mig.config.${ending}`);

export const init: Command = {
  options: [
    { flags: "--models <path>", description: "schema.prisma, or the folder that holds it (default: mig searches for it)" },
    { flags: "--versions <folder>", description: "folder for revisions (default: mig/versions)" },
    { flags: "--template", description: "also write a template for new revisions" },
  ],
  examples: ["mig init", "mig init --models prisma/schema.prisma"],
  run: async (context, _args, options) => {
    const { cwd, advise } = context;
    const existing = configNames.find((name) => existsSync(path.join(cwd, name)));
    if (existing !== undefined) throw new MigError("CONFIG_EXISTS", { file: existing });
    const models = textOption(options, "models") ?? findModels(cwd);
    if (models !== undefined && !existsSync(path.resolve(cwd, models))) throw new MigError("MODELS_NOT_FOUND", { path: models });
    const versions = textOption(options, "versions") ?? "mig/versions";
    const template = flag(options, "template") ? path.join(path.dirname(versions), "revision.ts.template") : undefined;
    const keep = path.join(versions, ".gitkeep");
    await write(path.resolve(cwd, keep), "");
    await write(path.join(cwd, "mig.config.ts"), configText(models, versions, ownPackage(cwd), template));
    if (template !== undefined) await write(path.resolve(cwd, template), (await import("@migts/core")).usualTemplate);
    const project = await readProject(context);
    const tool = models !== undefined && hasAdapter(cwd) ? (await modelsAt(path.resolve(cwd, models), project)).tool : undefined;
    const { stubs, isTools } = await (await import("../../new-revision/take-over.ts")).takeOver(project, context, tool);
    advise(
      models === undefined ? 'No schema.prisma was found. Set "models" in mig.config.ts, or write revisions by hand.' : `Models: ${models}`,
    );
    if (models !== undefined && !hasAdapter(cwd)) advise(`next: ${installCommand(cwd, adapterName)}`);
    const isTakenOver = models !== undefined && (isTools || hasPrismaMigrations(cwd, models));
    if (isTakenOver && tool === undefined) advise("Another tool has migrations here.");
    if (isTakenOver && tool !== undefined)
      advise(`${tool.name} was used here before. mig does not change its table ${tool.tables.join(", ")}.`);
    const first = isTakenOver
      ? 'mig revision --from empty -m "baseline" && mig stamp head && mig check'
      : 'mig revision -m "first" && mig upgrade head';
    advise(project.url === undefined ? `next: set DATABASE_URL (in the environment or in .env), then run: ${first}` : `next: ${first}`);
    const files = ["mig.config.ts", keep, ...(template === undefined ? [] : [template]), ...stubs];
    return { data: { config: "mig.config.ts", versions, models: models ?? null, files }, text: files.join("\n") };
  },
};

/** Writes a file that is not there yet, or empty as it is. */
async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: text === "" ? "a" : "wx" });
  } catch (error) {
    throw fileError(error, file, "write");
  }
}

function configText(models: string | undefined, versions: string, from: string, template: string | undefined): string {
  const quoted = (text: string): string => JSON.stringify(text.split(path.sep).join("/"));
  return `import { defineConfig } from "${from}";

export default defineConfig({
  ${models === undefined ? `// models: "prisma/schema.prisma",` : `models: ${quoted(models)},`}
  versions: ${quoted(versions)},${template === undefined ? "" : `\n  revisionTemplate: ${quoted(template)},`}
  // url: the database is taken from DATABASE_URL unless it is set here
});
`;
}
