import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Files of a project: path -> text. A value that is not a string is written as JSON. */
export type ProjectFiles = Readonly<Record<string, unknown>>;

/** A project of a user's, in a folder outside the workspace. */
export interface TempProject {
  readonly path: string;
  readonly write: (files: ProjectFiles) => Promise<void>;
  readonly read: (file: string) => Promise<string>;
  /** The files in a folder, sorted. A folder that is not there has none. */
  readonly list: (folder?: string) => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}

const workspace = fileURLToPath(new URL("../../", import.meta.url));
const published = ["core", "adapter-prisma", "cli", "test"];

/**
 * Makes a folder with files in which `@migts/*` and `pg` can be imported, as if installed there.
 * Its package.json is that of an ES module package unless `files` has another.
 * @example const project = await tempProject({ "mig.config.ts": config, "schema.prisma": schema })
 */
export async function tempProject(files: ProjectFiles = {}): Promise<TempProject> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "mig-project-")));
  const write = async (more: ProjectFiles): Promise<void> => {
    for (const [name, content] of Object.entries(more)) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`);
    }
  };
  await write({ "package.json": { name: "project", private: true, type: "module" }, ...files });
  await linkPackages(path.join(folder, "node_modules"));
  return {
    path: folder,
    write,
    read: (file) => readFile(path.join(folder, file), "utf8"),
    list: async (inside = ".") =>
      (await readdir(path.join(folder, inside)).catch(() => [])).filter((name) => name !== "node_modules").toSorted(),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function linkPackages(modules: string): Promise<void> {
  await mkdir(path.join(modules, "@migts"), { recursive: true });
  for (const name of published) await symlink(path.join(workspace, name), path.join(modules, "@migts", name), "junction");
  const pg = path.dirname(createRequire(import.meta.url).resolve("pg/package.json"));
  await symlink(pg, path.join(modules, "pg"), "junction");
}
