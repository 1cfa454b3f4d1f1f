import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * A package that not every project needs: found from here, or from the user's project. Undefined: it is not installed.
 * @example await importOptional(() => import("jiti"), { name: "jiti", folder })
 */
export async function importOptional<Module>(
  load: () => Promise<Module>,
  { name, folder }: { readonly name: string; readonly folder: string },
): Promise<Module | undefined> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, name)) throw error;
  }
  let file: string;
  try {
    file = createRequire(path.join(folder, "from-here.js")).resolve(name);
  } catch {
    return undefined;
  }
  return (await import(pathToFileURL(file).href)) as Module; // the same package
}

const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes(`'${name}'`);
