import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { convertPathToPattern, glob, isDynamicPattern } from "tinyglobby";
import type { Diagnostic } from "../../../schema/diagnostic.ts";
import { byCodeUnit } from "./by-code-unit.ts";

/** A file, absolute, and as the user would write it. */
export interface FoundFile {
  readonly path: string;
  readonly shown: string;
}

/** The files that patterns stand for, each once, in the order of their paths; or why there are none. */
export async function findFiles(patterns: readonly string[], cwd: string): Promise<readonly FoundFile[] | readonly Diagnostic[]> {
  if (patterns.length === 0) return [noFiles("sql() names no files.")];
  const found = await Promise.all(patterns.map((pattern) => filesOf(pattern, cwd)));
  const problems = found.flatMap((one) => (typeof one === "string" ? [noFiles(one)] : []));
  if (problems.length > 0) return problems;
  const files = new Set(found.flatMap((one) => (typeof one === "string" ? [] : one)));
  return [...files].toSorted(byCodeUnit).map((file) => ({ path: file, shown: path.relative(process.cwd(), file) || file }));
}

const noFiles = (message: string): Diagnostic => ({ severity: "error", code: "SQL_NOT_FOUND", message });

/** The files of one pattern, or why there are none. */
async function filesOf(pattern: string, cwd: string): Promise<readonly string[] | string> {
  const absolute = path.resolve(cwd, pattern);
  const isFolder = existsSync(absolute) && statSync(absolute).isDirectory();
  if (!isFolder && !isDynamicPattern(pattern)) return existsSync(absolute) ? [absolute] : `There is no file ${pattern}.`;
  const wanted = isFolder ? `${convertPathToPattern(absolute)}/**/*.sql` : pattern.replaceAll("\\", "/");
  const files = await glob(wanted, { cwd, absolute: true, dot: false, ignore: ["**/node_modules/**"], expandDirectories: false });
  if (files.length > 0) return files.map((file) => path.resolve(file));
  const folder = isFolder ? absolute : path.resolve(cwd, fixedFolder(pattern));
  return existsSync(folder)
    ? `No file matches ${isFolder ? `${pattern}/**/*.sql` : pattern}.`
    : `No file matches ${pattern}: the folder ${path.relative(process.cwd(), folder)} does not exist.`;
}

/** The part of a pattern before the first folder that is one. @example fixedFolder("db/*\/x.sql") // "db" */
function fixedFolder(pattern: string): string {
  const parts = pattern.split(/[/\\]/u);
  const at = parts.findIndex((part) => isDynamicPattern(part));
  return parts.slice(0, at).join("/") || (pattern.startsWith("/") ? "/" : ".");
}
