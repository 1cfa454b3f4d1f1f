import { existsSync } from "node:fs";
import path from "node:path";
import {
  loadConfig,
  loadGraph,
  migTables,
  MigError,
  versionFolders,
  type LoadedConfig,
  type MigTables,
  type RevisionGraph,
} from "@migts/core/project";
import type { Context } from "../context.ts";
import { runPrismaConfig } from "./prisma-config.ts";
import { prismaEnvFiles, prismaUrls } from "./prisma-settings.ts";

/** A user's project: its configuration, and the places that follow from it. */
export interface Project extends LoadedConfig {
  /** Folders of revision files, absolute. New files go to the first one, unless something else is said. */
  readonly folders: readonly string[];
  readonly tables: MigTables;
  /** Aborts at the first Ctrl-C. Whoever asks for it ends the command then. */
  readonly signal: () => AbortSignal;
  /** Says, once, that the server is newer than mig knows. */
  readonly onNewer: (server: { readonly major: number; readonly newest: number }) => void;
  /** A path as the user would write it, from where the command was called. */
  readonly shown: (file: string) => string;
}

/** Opens the project that the command was called in. Without a configuration and without revisions there is none. */
export async function openProject(context: Context): Promise<Project> {
  const project = await readProject(context);
  if (project.file !== undefined || project.folders.some((folder) => existsSync(folder))) return project;
  throw new MigError("CONFIG_NOT_FOUND", { file: path.join(context.cwd, "mig.config.ts") });
}

/** The project, or the defaults where there is none. For commands that can do without. */
export async function readProject(context: Context): Promise<Project> {
  const { cwd, env, global, progress } = context;
  const { config: configPath, url, x, environment, tag } = global;
  const loaded = await loadConfig({
    cwd,
    env,
    x,
    ...(configPath === undefined ? {} : { configPath }),
    ...(url === undefined ? {} : { url }),
    ...(environment === undefined ? {} : { environment }),
    ...(tag === undefined ? {} : { tag }),
    envFiles: prismaEnvFiles,
    declaredUrls: async (root, config, complete) => {
      await runConfigOfPrisma(root, context, async () => complete);
      return prismaUrls(root, config);
    },
    onSlow: (file, seconds) => progress(`${shortPath(cwd, file)} is still loading after ${seconds} s`),
  });
  const shown = (file: string): string => shortPath(cwd, file);
  if (loaded.envFiles !== undefined) progress(`read ${loaded.envFiles.map(shown).join(", ")}`);
  return {
    ...loaded,
    ...absoluteUrl(loaded, cwd),
    folders: versionFolders(loaded),
    tables: migTables(loaded.config),
    signal: () => context.signal,
    onNewer: tellNewer(context),
    shown,
  };
}

/** Runs prisma.config.ts where that is needed, before anything asks for the paths in it. */
export const runConfigOfPrisma = async (
  root: string,
  { cwd, env, warn }: Context,
  readEnv: () => Promise<Context["env"]> = async () => (await loadConfig({ cwd, env, envFiles: prismaEnvFiles })).env,
): Promise<void> =>
  runPrismaConfig(root, {
    readEnv,
    onProblem: (file, problem) =>
      warn(`${shortPath(cwd, file)} does not run, so mig reads only what its text says: ${problem.replace(/\.$/u, "")}.`),
  });

/** A command may connect several times. */
function tellNewer({ warn }: Context): Project["onNewer"] {
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

/** Says that the folder of revisions is missing: a deployment without it would seem to have nothing to do. */
export function tellMissingFolder({ folders, shown }: Project, { warn }: Context): void {
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
