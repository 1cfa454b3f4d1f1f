// How much of a disk files take, by their lengths: blocks differ from disk to disk.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Bytes of all files of a folder. @param {string} folder */
export const sizeOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
