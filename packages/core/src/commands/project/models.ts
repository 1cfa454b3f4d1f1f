import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { MigError } from "../../errors.ts";
import { modelsSide, type Side } from "../../runtime/compare/side.ts";
import { loadSources } from "../../runtime/models/load-sources.ts";
import { sql } from "../../runtime/models/sql/sql.ts";
import type { Adapter } from "../../schema/model-source.ts";
import { schemaOfUrl } from "../../runtime/connection/url-schema.ts";
import { installCommand } from "../../runtime/files/install-command.ts";
import { moduleFile } from "../../runtime/files/module-file.ts";
import type { Project } from "./project.ts";

/**
 * The configured models as a side of a comparison. The adapter is loaded here, and not before. `scratchBeside`: the database beside which
 * scratch databases are created.
 */
export async function configuredModels(project: Project, command: string, scratchBeside = project.url): Promise<Side> {
  return readModels(await configuredAdapters(project, command), project, scratchBeside);
}

/** The models of adapters as a side of a comparison. */
export async function readModels(adapters: readonly Adapter[], project: Project, scratchBeside = project.url): Promise<Side> {
  const place = scratchBeside === undefined ? project : { ...project, url: scratchBeside };
  return modelsSide(await loadSources(adapters, place, project));
}

/**
 * The adapters of the configured models. Nothing is read yet.
 * @throws MigError NO_MODELS, MODELS_NOT_FOUND, ADAPTER_MISSING
 */
export async function configuredAdapters(project: Project, command: string): Promise<readonly Adapter[]> {
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
  return Promise.all(all.map(adapterOf));
}

export const adapterName = "@migts/adapter-prisma";

/** As far as mig uses it. */
interface AdapterModule {
  readonly prismaAdapter: (options: {
    readonly schema: string;
    readonly cwd: string;
    readonly defaultSchema?: string;
    readonly enumOrder?: "exact" | "any";
    readonly comments?: boolean;
  }) => Adapter;
}

/** The adapter's file, as it is installed beside mig or in the project of a folder. Undefined: it is not. It is not loaded. */
export function findAdapter(folder: string, resolveFrom: string | undefined): string | undefined {
  const places = [...(resolveFrom === undefined ? [] : [resolveFrom]), import.meta.url, path.join(folder, "from-here.js")];
  for (const from of places) {
    try {
      return moduleFile(adapterName, from);
    } catch {
      // not from there
    }
  }
  return undefined;
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
export async function modelsAt(
  file: string,
  { shown, cwd, url, config, resolveFrom }: Pick<Project, "shown" | "cwd" | "url" | "config" | "resolveFrom">,
): Promise<Adapter> {
  if (!existsSync(file)) throw new MigError("MODELS_NOT_FOUND", { path: shown(file) });
  const folder = path.dirname(file);
  const found = findAdapter(folder, resolveFrom);
  if (found === undefined) throw new MigError("ADAPTER_MISSING", { path: shown(file), install: installCommand(folder, adapterName) });
  const { prismaAdapter } = (await import(pathToFileURL(found).href)) as AdapterModule; // it is ours
  const defaultSchema = url === undefined ? undefined : schemaOfUrl(url);
  return prismaAdapter({
    schema: shown(file),
    cwd,
    ...(defaultSchema === undefined ? {} : { defaultSchema }),
    ...(config.enumOrder === undefined ? {} : { enumOrder: config.enumOrder }),
    ...(config.comments === undefined ? {} : { comments: config.comments }),
  });
}
