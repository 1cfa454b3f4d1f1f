import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { loadSources, MigError, modelsSide, sql, type Adapter, type Side } from "@migts/core";
import { importOptional, installCommand, schemaOfUrl } from "@migts/core/project";
import type { Project } from "./project.ts";

/**
 * The configured models as a side of a comparison. The adapter is loaded here, and not before. `scratchBeside`: the database beside which
 * scratch databases are created.
 */
export async function configuredModels(project: Project, command: string, scratchBeside = project.url): Promise<Side> {
  const { models } = project.config;
  if (models === undefined) throw new MigError("NO_MODELS", { command });
  // Array.isArray does not narrow readonly
  const all = Array.isArray(models) ? (models as readonly (string | Adapter)[]) : [models as string | Adapter];
  const adapterOf = async (one: string | Adapter): Promise<Adapter> => {
    if (typeof one !== "string") return one;
    return isSql(one) || isFolderOfSql(path.resolve(project.root, one))
      ? sql(one, { cwd: project.root })
      : modelsAt(path.resolve(project.root, one), project);
  };
  const place = scratchBeside === undefined ? project : { ...project, url: scratchBeside };
  return modelsSide(await loadSources(await Promise.all(all.map(adapterOf)), place, project));
}

export const adapterName = "@migts/adapter-prisma";

/** Whether the adapter is installed, here or in the project of a folder. It is not loaded. */
export function hasAdapter(folder: string): boolean {
  return [import.meta.url, path.join(folder, "from-here.js")].some((from) => {
    try {
      return createRequire(from).resolve(adapterName) !== "";
    } catch {
      return false;
    }
  });
}

/** A file of SQL, or a pattern for several. */
export const isSql = (models: string): boolean => models.endsWith(".sql");

/** A folder with files of SQL, at any depth, and none of Prisma's. */
export function isFolderOfSql(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isDirectory()) return false;
  const names = readdirSync(file, { recursive: true, encoding: "utf8" });
  return names.some((name) => name.endsWith(".sql")) && !names.some((name) => name.endsWith(".prisma"));
}

/** Models at a path: a .prisma file, or a folder with several. */
export async function modelsAt(file: string, { shown, url, config }: Pick<Project, "shown" | "url" | "config">): Promise<Adapter> {
  if (!existsSync(file)) throw new MigError("MODELS_NOT_FOUND", { path: shown(file) });
  const folder = path.dirname(file);
  const adapter = await importOptional(() => import("@migts/adapter-prisma"), { name: adapterName, folder });
  if (adapter === undefined) throw new MigError("ADAPTER_MISSING", { path: shown(file), install: installCommand(folder, adapterName) });
  const defaultSchema = url === undefined ? undefined : schemaOfUrl(url);
  return adapter.prismaAdapter({
    schema: shown(file),
    ...(defaultSchema === undefined ? {} : { defaultSchema }),
    ...(config.enumOrder === undefined ? {} : { enumOrder: config.enumOrder }),
    ...(config.comments === undefined ? {} : { comments: config.comments }),
  });
}
