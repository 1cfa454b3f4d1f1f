import { existsSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * The file of a package of mig's that `import` takes, as seen from a file or a module. Node only tells which one `require` takes; that
 * loads the module beside it, which fails in the archives of Yarn's Plug'n'Play.
 * @throws Error of Node's: it is not installed
 */
export function moduleFile(name: string, from: string): string {
  const file = createRequire(from).resolve(name);
  const beside = file.replace(/\.cjs$/u, ".js");
  return existsSync(beside) ? beside : file;
}
