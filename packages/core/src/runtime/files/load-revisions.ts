import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseHeader } from "../../revision/header.ts";
import type { Revision } from "../../revision/revision.ts";
import { fileError, withFile } from "./file-error.ts";
import { keepText } from "./kept-texts.ts";

export interface LoadRevisionsOptions {
  readonly folders: readonly string[];
  /** Whether folders inside these count as well. Absent: no. */
  readonly recursive?: boolean;
  /** Whether to keep the texts, so that `problemsIn` does not read the files again. Absent: no. */
  readonly keepsTexts?: boolean;
}

/**
 * The revisions in these folders. Only the headers are read, as text; no file is run. A folder that is not there has none.
 * Reads are synchronous: for thousands of small files that is several times faster than promises.
 */
export function loadRevisions({ folders, recursive = false, keepsTexts = false }: LoadRevisionsOptions): readonly Revision[] {
  const files = new Set(folders.flatMap((folder) => revisionFiles(folder, recursive)));
  const revisions: Revision[] = [];
  for (const file of files) {
    const text = textOf(file);
    if (text === undefined) continue;
    const revision = parseHeader(text, file);
    if (keepsTexts) keepText(revision, text);
    revisions.push(revision);
  }
  return revisions;
}

/** Undefined: it is a folder. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EISDIR") return undefined;
    throw fileError(error, file, "read");
  }
}

/** TypeScript and JavaScript files, without declarations, tests and what is hidden. */
function revisionFiles(folder: string, recursive: boolean): readonly string[] {
  if (!existsSync(folder)) return [];
  const base = path.join(folder, path.sep);
  // Names alone, where that will do: asking what each of ten thousand is takes as long as reading a tenth of them.
  if (!recursive)
    return withFile(folder, "read", () => readdirSync(folder))
      .filter(isRevisionName)
      .toSorted()
      .map((name) => base + name);
  const entries = withFile(folder, "read", () => readdirSync(folder, { withFileTypes: true })).toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return isHidden(entry.name) ? [] : revisionFiles(base + entry.name, recursive);
    return isRevisionName(entry.name) ? [base + entry.name] : [];
  });
}

const isHidden = (name: string): boolean => name.startsWith(".") || name === "node_modules";

const isRevisionName = (name: string): boolean =>
  /\.[cm]?[jt]s$/u.test(name) && !/\.(?:d|test|spec)\.[cm]?[jt]s$/u.test(name) && !isHidden(name);
