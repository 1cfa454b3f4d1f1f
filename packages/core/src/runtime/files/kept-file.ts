import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheBase, privateFolder } from "./private-folder.ts";

/** A text that one command keeps for the next. */
export interface KeptFile {
  /** Undefined: nothing is kept. */
  readonly read: () => Promise<string | undefined>;
  readonly write: (text: string) => Promise<void>;
}

/**
 * A file in mig's part of the user's cache folder. Where it cannot be read or written nothing is kept, and that is no error; neither is
 * a folder that others can write to.
 * @example keptFile("prisma", digest)
 */
export function keptFile(folder: string, name: string): KeptFile {
  const folderOf = (): string | undefined => privateFolder(cacheBase(), "mig", folder);
  return {
    read: async () => {
      // nothing is made before there is something to keep
      const found = existsSync(path.join(cacheBase(), "mig", folder)) ? folderOf() : undefined;
      return found === undefined ? undefined : readFile(path.join(found, name), "utf8").catch(() => undefined);
    },
    write: async (text) => {
      const found = folderOf();
      if (found === undefined) return;
      const draft = path.join(found, `${name}.${process.pid}`);
      await writeFile(draft, text, { mode: 0o600 })
        .then(() => rename(draft, path.join(found, name))) // what is there was written whole
        .catch(() => {});
    },
  };
}
