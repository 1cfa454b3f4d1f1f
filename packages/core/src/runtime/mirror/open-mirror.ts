import type { LoadedConfig } from "../config/load-config.ts";
import { schemaOfUrl } from "../connection/url-schema.ts";
import type { OpenMirror } from "./mirror.ts";
import { withMirror } from "./with-mirror.ts";

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
