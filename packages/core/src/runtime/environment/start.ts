import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { MigError } from "../../errors.ts";
import type { MigConfig } from "../config/config.ts";
import type { Environ } from "../config/env-file.ts";
import { loadConfig } from "../config/load-config.ts";
import { ownEnvironment } from "../config/with-variables.ts";
import type { Tell } from "./event.ts";
import { readOptions } from "./arguments.ts";
import { createEnvironment, versionFolders, type Environment } from "./environment.ts";

/** Options for an application that applies its revisions. The defaults come from the project's configuration, if there is one. */
export interface StartOptions extends Pick<
  MigConfig,
  | "recursive"
  | "versionTable"
  | "logTable"
  | "lockTimeoutSeconds"
  | "tableLockSeconds"
  | "tableStallSeconds"
  | "revisionTimeoutSeconds"
  | "lockedWaitSeconds"
> {
  /** Absent: "head". */
  readonly to?: string | readonly string[];
  /** Absent: the URL in the configuration, or else DATABASE_URL. */
  readonly url?: string | undefined;
  /** Folder or folders of revision files, from `cwd`. Absent: those of the configuration, else "mig/versions". */
  readonly versions?: string | URL | readonly (string | URL)[];
  /** Path of a configuration. Absent: the nearest mig.config.* above `cwd`. */
  readonly config?: string;
  /** Absent: the working directory. */
  readonly cwd?: string;
  /** Absent: the environment of the process. */
  readonly env?: Environ;
  /** Receives the events of the run. Absent: nobody does. */
  readonly tell?: Tell;
  /** Aborting it stops the run. */
  readonly signal?: AbortSignal;
}

/**
 * Makes the environment and the targets from an application's options.
 * @throws MigError VERSIONS_MISSING if the revision folder does not exist: otherwise nothing would be applied, silently
 */
export async function startEnvironment(
  options: StartOptions,
): Promise<{ readonly environment: Environment; readonly to: string | readonly string[] }> {
  const {
    to = "head",
    url,
    versions,
    config: configPath,
    cwd = process.cwd(),
    env = ownEnvironment(),
    tell,
    signal,
    ...settings
  } = readOptions("start", options);
  const loaded = await loadConfig({ cwd, env, ...(url === undefined ? {} : { url }), ...(configPath === undefined ? {} : { configPath }) });
  const config = { ...loaded.config, ...settings, ...(versions === undefined ? {} : { versions: foldersOf(versions, cwd) }) };
  const folders = versionFolders({ config, root: loaded.root });
  if (!folders.some((folder) => existsSync(folder))) throw new MigError("VERSIONS_MISSING", { folders });
  const environment = createEnvironment(
    { ...loaded, config },
    { ...(tell === undefined ? {} : { tell }), ...(signal === undefined ? {} : { signal }) },
  );
  return { environment, to };
}

function foldersOf(versions: NonNullable<StartOptions["versions"]>, cwd: string): readonly string[] {
  // Array.isArray does not narrow readonly
  const all = Array.isArray(versions) ? (versions as readonly (string | URL)[]) : [versions as string | URL];
  return all.map((folder) => path.resolve(cwd, folder instanceof URL ? fileURLToPath(folder) : folder));
}
