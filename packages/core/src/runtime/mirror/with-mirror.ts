import path from "node:path";
import { pathToFileURL } from "node:url";
import { MigError } from "../../errors.ts";
import type { MigConfig } from "../config/config.ts";
import { installCommand } from "../files/install-command.ts";
import { moduleFile } from "../files/module-file.ts";
import type { Mirror } from "./mirror.ts";

/** Where the usual mirror comes from: that of the models of most projects. */
const usual = "@migts/adapter-prisma/mirror";

/**
 * A configuration in which `mirror: true` stands for the usual one.
 * @throws MigError ADAPTER_MISSING
 */
export async function withMirror(config: MigConfig, root: string): Promise<MigConfig> {
  const { mirror, ...rest } = config;
  if (mirror === undefined || mirror === false) return rest;
  return mirror === true ? { ...rest, mirror: await usualMirror(root) } : config;
}

/** @throws MigError ADAPTER_MISSING */
export async function usualMirror(root: string): Promise<Mirror> {
  let file: string;
  try {
    file = moduleFile(usual, path.join(root, "from-here.js"));
  } catch (error) {
    throw new MigError(
      "ADAPTER_MISSING",
      { path: "mirror: true", install: installCommand(root, "@migts/adapter-prisma") },
      { cause: error },
    );
  }
  const loaded = (await import(pathToFileURL(file).href)) as { readonly prismaMigrations: () => Mirror }; // as that package exports it
  return loaded.prismaMigrations();
}
