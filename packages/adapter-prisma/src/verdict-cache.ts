import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

/** Remembers the text that Prisma last found nothing wrong with, so that a large schema is not judged again at each command. */
export interface VerdictCache {
  readonly isKnownGood: (text: string) => Promise<boolean>;
  readonly remember: (text: string) => Promise<void>;
}

/** Remembers nothing. */
export const noCache: VerdictCache = { isKnownGood: async () => false, remember: async () => {} };

/**
 * One small file for each schema in the user's cache folder, with a digest of the text and the engine's version.
 * A cache that cannot be read or written is no cache, and no error.
 */
export function fileCache(schema: string, engineVersion: string): VerdictCache {
  const file = path.join(cacheFolder(), digest(schema));
  const stamp = (text: string): string => digest(`${engineVersion}\n${text}`);
  return {
    isKnownGood: async (text) => (await readFile(file, "utf8").catch(() => "")) === stamp(text),
    remember: async (text) => {
      // Folder by folder: a recursive mkdir never ends where making the first one fails in an unusual way, as under /proc.
      for (const folder of [cacheBase(), path.join(cacheBase(), "mig"), cacheFolder()]) await mkdir(folder).catch(() => {});
      await writeFile(file, stamp(text)).catch(() => {});
    },
  };
}

const cacheBase = (): string => process.env["XDG_CACHE_HOME"] ?? process.env["LOCALAPPDATA"] ?? path.join(homedir(), ".cache");

const cacheFolder = (): string => path.join(cacheBase(), "mig", "prisma");

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
