import { existsSync } from "node:fs";
import path from "node:path";
import { composeSources, MigError, modelsSide, type Adapter, type Side } from "@migts/core";
import { schemaOfUrl } from "@migts/core/project";
import type { Project } from "./project.ts";

/** The configured models as a side of a comparison. The adapter is loaded here, and not before. */
export async function configuredModels(project: Project, command: string): Promise<Side> {
  const { models } = project.config;
  if (models === undefined) throw new MigError("NO_MODELS", { command });
  const all = Array.isArray(models) ? (models as readonly (string | Adapter)[]) : [models as string | Adapter]; // Array.isArray does not narrow readonly
  const adapterOf = async (one: string | Adapter): Promise<Adapter> => (typeof one === "string" ? modelsAt(path.resolve(project.root, one), project) : one);
  return modelsSide(composeSources(await Promise.all(all.map(async (one) => (await adapterOf(one)).load()))));
}

/** Models at a path: so far a .prisma file, or a folder with several. */
export async function modelsAt(file: string, { shown, url }: Pick<Project, "shown" | "url">): Promise<Adapter> {
  if (!existsSync(file)) throw new MigError("MODELS_NOT_FOUND", { path: shown(file) });
  const { prismaAdapter } = await import("@migts/adapter-prisma");
  const defaultSchema = url === undefined ? undefined : schemaOfUrl(url);
  return prismaAdapter({ schema: shown(file), ...(defaultSchema === undefined ? {} : { defaultSchema }) });
}
