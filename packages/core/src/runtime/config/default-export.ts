import { fileHangs, withPatience } from "../files/patience.ts";
import { importModule, type ProvidedModules } from "../files/import-module.ts";
import type { Environ } from "./env-file.ts";
import { withVariables } from "./with-variables.ts";

/** How long the configuration of another tool may take to load. */
const mostSeconds = 20;

/**
 * Runs the configuration of another tool, a module, and gives its default export. `instead`: modules that stand in for those of these
 * names, which need not be installed.
 * @throws whatever the file throws; MigError FILE_HANGS, MODULE_LOADER_MISSING
 */
export function defaultExport(
  file: string,
  { env, instead }: { readonly env: Environ; readonly instead: ProvidedModules },
): Promise<unknown> {
  const load = async (): Promise<unknown> => (await importModule(file, { instead }))["default"];
  return withVariables(env, () => withPatience(load(), { seconds: mostSeconds, onLimit: (seconds) => fileHangs(file, seconds) }));
}
