import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { loadSources, MigError, modelsSide, type Adapter, type Side } from "@migts/core";
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
  const adapterOf = async (one: string | Adapter): Promise<Adapter> =>
    typeof one === "string" ? modelsAt(path.resolve(project.root, one), project) : one;
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

/** Models at a path: so far a .prisma file, or a folder with several. */
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
  });
}
