import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheBase, privateFolder } from "@migts/core/adapter";

/** Remembers the text that Prisma last found nothing wrong with, so that a large schema is not judged again at each command. */
export interface VerdictCache {
  readonly isKnownGood: (text: string) => Promise<boolean>;
  readonly remember: (text: string) => Promise<void>;
}

/** Remembers nothing. */
export const noCache: VerdictCache = { isKnownGood: async () => false, remember: async () => {} };

/**
 * One small file for each schema in the user's cache folder, with a digest of the text and the engine's version. A cache that cannot
 * be read or written is no cache, and no error; neither is one that others may write to.
 */
export function fileCache(schema: string, engineVersion: string): VerdictCache {
  const stamp = (text: string): string => digest(`${engineVersion}\n${text}`);
  const fileIn = (folder: string): string => path.join(folder, digest(schema));
  let found: { readonly folder: string | undefined } | undefined;
  const folderOf = (): string | undefined => (found ??= { folder: privateFolder(cacheBase(), "mig", "prisma") }).folder;
  return {
    isKnownGood: async (text) => {
      const folder = existsSync(cacheBase()) ? folderOf() : undefined; // nothing is made before there is something to keep
      return folder !== undefined && (await readFile(fileIn(folder), "utf8").catch(() => "")) === stamp(text);
    },
    remember: async (text) => {
      const folder = folderOf();
      if (folder !== undefined) await writeFile(fileIn(folder), stamp(text), { mode: 0o600 }).catch(() => {});
    },
  };
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
