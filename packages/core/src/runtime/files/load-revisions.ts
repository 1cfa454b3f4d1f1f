import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseHeader } from "../../revision/header.ts";
import type { Revision } from "../../revision/revision.ts";
import { withFile } from "./file-error.ts";

export interface LoadRevisionsOptions {
  readonly folders: readonly string[];
  /** Whether folders inside these count as well. Absent: no. */
  readonly recursive?: boolean;
}

/**
 * The revisions in these folders. Only the headers are read, as text; no file is run. A folder that is not there has none.
 * Reads are synchronous: for thousands of small files that is several times faster than promises.
 */
export function loadRevisions({ folders, recursive = false }: LoadRevisionsOptions): readonly Revision[] {
  const files = new Set(folders.flatMap((folder) => revisionFiles(folder, recursive)));
  return [...files].map((file) => parseHeader(withFile(file, "read", () => readFileSync(file, "utf8")), file));
}

/** TypeScript and JavaScript files, without declarations, tests and what is hidden. */
function revisionFiles(folder: string, recursive: boolean): readonly string[] {
  if (!existsSync(folder)) return [];
  const base = path.join(folder, path.sep);
  const entries = withFile(folder, "read", () => readdirSync(folder, { withFileTypes: true })).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const file = `${base}${entry.name}`;
    if (entry.isDirectory()) return recursive && !isHidden(entry.name) ? revisionFiles(file, recursive) : [];
    return isRevisionName(entry.name) ? [file] : [];
  });
}

const isHidden = (name: string): boolean => name.startsWith(".") || name === "node_modules";

const isRevisionName = (name: string): boolean => /\.[cm]?[jt]s$/u.test(name) && !/\.(?:d|test|spec)\.[cm]?[jt]s$/u.test(name) && !isHidden(name);
