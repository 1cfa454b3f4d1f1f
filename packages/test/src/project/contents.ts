import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { TestProject } from "./test-project.ts";

/**
 * All that a database built from these revisions depends on, as a text: the files of the revisions with the files that they name by a
 * relative path (what they import, SQL that they run), and the settings that change what an upgrade writes.
 */
export function contentsOf({ loaded, graph }: TestProject, revisions: readonly string[]): string {
  const { versionTable, logTable, mirror } = loaded.config;
  const files = new Map<string, string>();
  for (const id of revisions) {
    const file = graph.byId.get(id)?.revision.file;
    if (file !== undefined) addFile(files, file);
  }
  return JSON.stringify([
    { versionTable, logTable, mirror },
    revisions,
    [...files].map(([file, text]) => [path.relative(loaded.root, file), text]),
  ]);
}

/** The texts of files and of all that they name. */
export function textsOf(files: readonly string[]): string {
  const texts = new Map<string, string>();
  for (const file of files) addFile(texts, file);
  return JSON.stringify([...texts]);
}

const relative = /(["'`])(?<path>\.{1,2}\/[^"'`\n$]+)\1/gu;
const endings = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json", ".sql"];

function addFile(files: Map<string, string>, file: string): void {
  if (files.has(file)) return;
  const text = readFileSync(file, "utf8");
  files.set(file, text.replaceAll("\r\n", "\n"));
  if (!/\.[cm]?[jt]sx?$/u.test(file)) return;
  for (const { groups } of text.matchAll(relative)) {
    const named = path.resolve(path.dirname(file), groups?.["path"] ?? "");
    // "./x.js" may mean x.ts
    const found = [...endings.map((ending) => named + ending), named.replace(/\.([cm]?)js$/u, ".$1ts")].find(isFile);
    if (found !== undefined) addFile(files, found);
  }
}

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;
