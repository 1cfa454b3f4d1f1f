import { existsSync } from "node:fs";
import { readFile, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileError } from "../../runtime/files/file-error.ts";
import { migTables, type MigTables } from "../../runtime/tables/mig-tables.ts";
import type { Caller } from "../caller.ts";
import { configText, ownTablesLine } from "../setup/config-text.ts";
import { findModels } from "../setup/find-models.ts";
import { ownPackage } from "../setup/own-package.ts";
import { readProject, type Project } from "../project/project.ts";
import { writeNew } from "../setup/write-new.ts";

/** A schema of mig's own for its tables, where another tool looks at public. */
export const ownTables = { schema: "mig" };

const note = "Written by mig adopt.";
const versions = "mig/versions";
const keep = path.join(versions, ".gitkeep");

const newText = (cwd: string): string =>
  configText({ models: findModels(cwd), versions, from: ownPackage(cwd), versionTable: ownTables, note });

/** Where a project's tables will be once `configured` has written its configuration. */
export const tablesAfterwards = ({ file, tables }: Pick<Project, "file" | "tables">): MigTables =>
  file === undefined ? migTables({ versionTable: ownTables }) : tables;

/**
 * The project with a configuration that keeps mig's tables in a schema of their own. One that is there is changed only where that can be
 * seen to be safe: it says nothing about mig's tables, and no database of it has them.
 */
export async function configured(
  project: Project,
  { hasTables }: { readonly hasTables: boolean },
  caller: Caller,
): Promise<{ readonly project: Project; readonly files: readonly string[] }> {
  const { file } = project;
  if (file === undefined) {
    const at = path.join(caller.cwd, "mig.config.ts");
    await writeNew(at, newText(caller.cwd));
    await writeNew(path.join(caller.cwd, keep), "");
    return { project: await readProject(caller), files: ["mig.config.ts", keep] };
  }
  const { versionTable, logTable } = project.config;
  if (versionTable !== undefined || logTable !== undefined || hasTables) return { project, files: [] };
  const text = await readText(file);
  const changed = withOwnTables(text);
  if (changed === undefined) {
    caller.advise(
      `Keep mig's tables out of what the other tool compares: set versionTable: { schema: "${ownTables.schema}" } in ${project.shown(file)} before the next command.`,
    );
    return { project, files: [] };
  }
  await writeFile(file, changed);
  return {
    project: {
      ...project,
      config: { ...project.config, versionTable: ownTables },
      tables: migTables({ versionTable: ownTables }),
    },
    files: [project.shown(file)],
  };
}

const line = `  ${ownTablesLine(ownTables)} // by mig adopt\n`;

/** The text with the line in its one call of defineConfig; undefined where that is not written as usual. */
function withOwnTables(text: string): string | undefined {
  const opening = /\bdefineConfig\(\{[ \t]*\r?\n/gu;
  const found = [...text.matchAll(opening)];
  const [first] = found;
  if (first === undefined || found.length > 1 || /\b(?:versionTable|environments)\b/u.test(text)) return undefined;
  const at = first.index + first[0].length;
  return text.slice(0, at) + line + text.slice(at);
}

/** Takes back what `configured` wrote. Gives the files that changed. */
export async function unconfigured({ file, shown, folders }: Project, cwd: string): Promise<readonly string[]> {
  if (file === undefined) return [];
  const text = await readText(file);
  if (text === newText(cwd)) return removeConfig({ file, shown, folders }, cwd);
  if (!text.includes(line)) return [];
  await writeFile(file, text.replace(line, ""));
  return [shown(file)];
}

/** Removes the configuration, and the folders of revisions where nothing is left in them. */
export async function removeConfig(
  { file, shown, folders }: Pick<Project, "file" | "shown" | "folders">,
  cwd: string,
): Promise<readonly string[]> {
  if (file !== undefined) await rm(file);
  for (const folder of folders) {
    await rm(path.join(folder, ".gitkeep"), { force: true });
    await removeEmpty(folder, cwd);
  }
  return file === undefined ? [] : [shown(file)];
}

/** Removes a folder and those above it, as far as they are empty and below the project's. */
async function removeEmpty(folder: string, root: string): Promise<void> {
  if (folder === root || !folder.startsWith(root) || !existsSync(folder)) return;
  try {
    await rmdir(folder);
  } catch {
    return; // something is in it
  }
  await removeEmpty(path.dirname(folder), root);
}

const readText = async (file: string): Promise<string> =>
  readFile(file, "utf8").catch((error: unknown) => {
    throw fileError(error, file, "read");
  });
