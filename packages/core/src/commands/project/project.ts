import { existsSync } from "node:fs";
import path from "node:path";
import { MigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { loadConfig, type LoadedConfig } from "../../runtime/config/load-config.ts";
import { loadGraph, versionFolders } from "../../runtime/environment/environment.ts";
import { migTables, type MigTables } from "../../runtime/tables/mig-tables.ts";
import type { Caller } from "../caller.ts";
import { createModelFinder, findModels } from "../setup/find-models.ts";
import { runPrismaConfig } from "../setup/prisma-config.ts";
import { prismaEnvFiles, prismaUrls } from "../setup/prisma-settings.ts";

/** A user's project: its configuration, and the places that follow from it. */
export interface Project extends LoadedConfig {
  /** Folders of revision files, absolute. New files go to the first one, unless something else is said. */
  readonly folders: readonly string[];
  readonly tables: MigTables;
  /** Aborting it ends the command. Whoever asks for it does so then. */
  readonly signal: () => AbortSignal | undefined;
  /** Says, once, that the server is newer than mig knows. */
  readonly onNewer: (server: { readonly major: number; readonly newest: number }) => void;
  /** Aborting it also ends what only reads. Absent: nothing does. */
  readonly abort?: AbortSignal;
  /** A module from which optional packages are looked for as well. Absent: from mig, and from the project. */
  readonly resolveFrom?: string;
  /** Where the command was called. */
  readonly cwd: string;
  /** A path as the user would write it, from where the command was called. */
  readonly shown: (file: string) => string;
}

/**
 * Opens the project that the command was called in. Without a configuration and without revisions there is none.
 * @throws MigError CONFIG_NOT_FOUND
 */
export async function openProject(caller: Caller): Promise<Project> {
  return requireProject(await readProject(caller), caller);
}

/** @throws MigError CONFIG_NOT_FOUND for one without a configuration and without revisions */
export function requireProject(project: Project, caller: Caller): Project {
  if (project.file !== undefined || typeof caller.settings.config === "object" || project.folders.some((folder) => existsSync(folder)))
    return project;
  throw new MigError("CONFIG_NOT_FOUND", { file: path.join(caller.cwd, "mig.config.ts") });
}

/** The project, or the defaults where there is none. For commands that can do without. */
export async function readProject(caller: Caller): Promise<Project> {
  const { cwd, env, settings, progress, detail } = caller;
  const { config: given, url, x, environment, tag } = settings;
  const find = createModelFinder();
  const loaded = await loadConfig({
    cwd,
    env,
    x,
    ...(given === undefined ? {} : typeof given === "string" ? { configPath: given } : { config: given }),
    ...(url === undefined ? {} : { url }),
    ...(environment === undefined ? {} : { environment }),
    ...(tag === undefined ? {} : { tag }),
    envFiles: (root) => prismaEnvFiles(root, find),
    declaredUrls: async (root, config, complete) => {
      await runConfigOfPrisma(root, caller, async () => complete);
      return prismaUrls(root, config, find);
    },
    onSlow: (file, seconds) => progress(`${shortPath(cwd, file)} is still loading after ${seconds} s`),
  });
  const shown = (file: string): string => shortPath(cwd, file);
  if (loaded.envFiles !== undefined) detail(`read ${loaded.envFiles.map(shown).join(", ")}`);
  return {
    ...loaded,
    ...absoluteUrl(loaded, cwd),
    folders: versionFolders(loaded),
    tables: migTables(loaded.config),
    signal: caller.signal,
    onNewer: tellNewer(caller),
    ...(caller.abort === undefined ? {} : { abort: caller.abort }),
    ...(caller.resolveFrom === undefined ? {} : { resolveFrom: caller.resolveFrom }),
    cwd,
    shown,
  };
}

/** Runs prisma.config.ts where that is needed, before anything asks for the paths in it. */
export const runConfigOfPrisma = async (
  root: string,
  { cwd, env, warn }: Caller,
  readEnv: () => Promise<Caller["env"]> = async () =>
    (await loadConfig({ cwd, env, envFiles: (folder) => prismaEnvFiles(folder, findModels) })).env,
): Promise<void> =>
  runPrismaConfig(root, {
    readEnv,
    onProblem: (file, problem) =>
      warn(`${shortPath(cwd, file)} does not run, so mig reads only what its text says: ${problem.replace(/\.$/u, "")}.`),
  });

/** A command may connect several times. */
function tellNewer({ warn }: Caller): Project["onNewer"] {
  const told = new Set<number>();
  return ({ major, newest }) => {
    if (told.has(major)) return;
    told.add(major);
    warn(
      `The server is PostgreSQL ${major}. This mig knows versions up to ${newest}: what is new since then is not compared. Update mig if you can.`,
    );
  };
}

/** Reads the headers of all revision files. No file is run. */
export const readGraph = (project: Project): RevisionGraph => loadGraph(project);

/** The same for a command that compares the files with what ran: each is read once. */
export const readGraphWithTexts = (project: Project): RevisionGraph => loadGraph(project, { keepsTexts: true });

/** @throws MigError VERSIONS_MISSING */
export function requireFolder({ folders }: Project): void {
  if (!folders.some((folder) => existsSync(folder))) throw new MigError("VERSIONS_MISSING", { folders });
}

/** Says that the folder of revisions is missing: a deployment without it would seem to have nothing to do. */
export function tellMissingFolder({ folders, shown }: Project, { warn }: Caller): void {
  if (!folders.some((folder) => existsSync(folder)))
    warn(
      `The revision folder does not exist: ${folders.map(shown).join(", ")}. ` +
        `Check "versions" in the configuration, and that the folder is deployed.`,
    );
}

/** The folder of a PGlite database is relative to where it was written: the command line, or the configuration. */
function absoluteUrl({ url, urlFrom, root }: LoadedConfig, cwd: string): { readonly url?: string } {
  const folder = /^pglite:(?!memory:?$)(.+)$/u.exec(url ?? "")?.[1];
  return folder === undefined ? {} : { url: `pglite:${path.resolve(urlFrom === "option" ? cwd : root, folder)}` };
}

/** Relative where the file lies in or near the folder. */
function shortPath(cwd: string, file: string): string {
  if (file.startsWith(cwd + path.sep)) return file.slice(cwd.length + 1); // most are, and there may be ten thousand
  const relative = path.relative(cwd, file);
  return relative === "" ? "." : relative.startsWith(path.join("..", "..", "..")) ? file : relative;
}
