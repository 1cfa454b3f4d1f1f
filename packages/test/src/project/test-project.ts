import { existsSync } from "node:fs";
import path from "node:path";
import {
  loadConfig,
  loadGraph,
  MigError,
  planUpgrade,
  requireUrl,
  versionFolders,
  type LoadedConfig,
  type RevisionGraph,
} from "@migts/core/project";

/** Which project's revisions are meant, and where databases are made. */
export interface ProjectOptions {
  /**
   * The server, by the URL of any database on it; or `pglite:memory`. Absent: TEST_DATABASE_URL, else the configuration's, else
   * DATABASE_URL.
   */
  readonly url?: string;
  /** Where the configuration is looked for, upwards. Absent: the working directory. */
  readonly cwd?: string;
  /** The configuration's file, from `cwd`. Absent: MIG_CONFIG, else the nearest mig.config.* */
  readonly config?: string;
  /** Which of the configuration's environments. Absent: what stands outside of them. */
  readonly environment?: string;
}

export interface TestProject {
  readonly loaded: LoadedConfig;
  readonly graph: RevisionGraph;
  /** Of the server, or `pglite:memory`. */
  readonly url: string;
}

/** @throws MigError CONFIG_NOT_FOUND and the like, DATABASE_URL_MISSING, VERSIONS_MISSING */
export async function readProject({ url, cwd = process.cwd(), config, environment }: ProjectOptions): Promise<TestProject> {
  const configPath = config ?? named(process.env["MIG_CONFIG"]);
  const loaded = await loadConfig({
    cwd,
    env: process.env,
    ...(configPath === undefined ? {} : { configPath }),
    ...(environment === undefined ? {} : { environment }),
  });
  const folders = versionFolders(loaded);
  if (!folders.some((folder) => existsSync(folder))) throw new MigError("VERSIONS_MISSING", { folders });
  const given = url ?? named(loaded.env["TEST_DATABASE_URL"]);
  return {
    loaded,
    graph: loadGraph(loaded),
    url: given === undefined ? serverUrl(loaded) : requireUrl({ ...loaded, url: given }),
  };
}

const named = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

/** A project whose database is a PGlite folder is tested in memory. */
function serverUrl(loaded: LoadedConfig): string {
  const url = requireUrl(loaded);
  return url.startsWith("pglite:") ? "pglite:memory" : url;
}

/** The revisions that an upgrade of an empty database to a target runs, in order. */
export const revisionsTo = (graph: RevisionGraph, target: string | readonly string[]): readonly string[] =>
  graph.nodes.length === 0 || target === "base" ? [] : planUpgrade(graph, [], target).map(({ revision }) => revision);

/** The folder that stands for the project, so that each checkout has its own templates. */
export const projectName = ({ loaded }: TestProject): string => path.resolve(loaded.file ?? loaded.root);
