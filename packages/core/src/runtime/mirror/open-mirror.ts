import type { LoadedConfig } from "../config/load-config.ts";
import { schemaOfUrl } from "../connection/url-schema.ts";
import type { Mirror, OpenMirror } from "./mirror.ts";
import { usualMirror } from "./with-mirror.ts";

type Loaded = Pick<LoadedConfig, "config" | "root" | "url">;

/** The mirror of a project. Undefined: it has none. */
export function openMirror(loaded: Loaded): OpenMirror | undefined {
  const { mirror } = loaded.config;
  return mirror === undefined || typeof mirror === "boolean" ? undefined : openAt(mirror, loaded);
}

/** The mirror of a project, or the usual one for a project that has none. @throws MigError ADAPTER_MISSING */
export async function mirrorOrUsual(loaded: Loaded): Promise<OpenMirror> {
  const { mirror } = loaded.config;
  return openAt(typeof mirror === "object" ? mirror : await usualMirror(loaded.root), loaded);
}

function openAt(mirror: Mirror, { config: { models }, root, url }: Loaded): OpenMirror {
  const all: readonly unknown[] = Array.isArray(models) ? models : [models];
  return mirror.open({
    root,
    models: all.filter((one) => typeof one === "string"),
    schema: (url === undefined ? undefined : schemaOfUrl(url)) ?? "public",
  });
}
