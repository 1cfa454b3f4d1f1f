import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { MigError } from "../../errors.ts";
import type { MigConfig } from "../config/config.ts";
import type { LoadedConfig } from "../config/load-config.ts";
import { schemaOfUrl } from "../connection/url-schema.ts";
import { installCommand } from "../files/install-command.ts";
import type { Mirror, OpenMirror } from "./mirror.ts";

/** Where the usual mirror comes from: that of the models of most projects. */
const usual = "@migts/adapter-prisma/mirror";

/**
 * A configuration in which `mirror: true` stands for the usual one.
 * @throws MigError ADAPTER_MISSING
 */
export async function withMirror(config: MigConfig, root: string): Promise<MigConfig> {
  const { mirror, ...rest } = config;
  if (mirror === undefined || mirror === false) return rest;
  if (mirror !== true) return config;
  let file: string;
  try {
    file = createRequire(path.join(root, "from-here.js")).resolve(usual);
  } catch (error) {
    throw new MigError(
      "ADAPTER_MISSING",
      { path: "mirror: true", install: installCommand(root, "@migts/adapter-prisma") },
      { cause: error },
    );
  }
  const loaded = (await import(pathToFileURL(file).href)) as { readonly prismaMigrations: () => Mirror }; // as that package exports it
  return { ...rest, mirror: loaded.prismaMigrations() };
}

/** The mirror of a project. Undefined: it has none. */
export function openMirror({ config, root, url }: Pick<LoadedConfig, "config" | "root" | "url">): OpenMirror | undefined {
  const { mirror, models } = config;
  if (mirror === undefined || typeof mirror === "boolean") return undefined;
  const all: readonly unknown[] = Array.isArray(models) ? models : [models];
  return mirror.open({
    root,
    models: all.filter((one) => typeof one === "string"),
    schema: (url === undefined ? undefined : schemaOfUrl(url)) ?? "public",
  });
}

/** The same for a configuration that was not loaded with it: `mirror: true` stands for the usual one. */
export const loadMirror = async (loaded: Pick<LoadedConfig, "config" | "root" | "url">): Promise<OpenMirror | undefined> =>
  openMirror({ ...loaded, config: await withMirror(loaded.config, loaded.root) });
