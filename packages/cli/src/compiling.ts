import module from "node:module";
import { cacheBase, privateFolder } from "@migts/core/private-folder";

/** Node 22.1 and later; the types that we compile with do not know it. */
interface Keeping {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/**
 * Has Node keep the code that it compiles, which saves an eighth of a short command. Not in Node's own folder, which lies in the one for
 * temporary files: what is read there is run.
 */
export function keepCompiled(): void {
  const folder = privateFolder(cacheBase(), "mig", "compiled");
  if (folder !== undefined) (module as Keeping).enableCompileCache?.(folder);
}
