import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { isMigError, MigError } from "../../errors.ts";
import { withMirror } from "../mirror/with-mirror.ts";
import { importModule, type ProvidedModules } from "../files/import-module.ts";
import { fileHangs, withPatience } from "../files/patience.ts";
import { firstLine, placeInFile } from "../files/place-in-file.ts";
import { rememberConnection, rememberEnvironment } from "../connection/secrets.ts";
import { sql } from "../models/sql/sql.ts";
import { requirePlace } from "../environment/arguments.ts";
import { checkConfig, environmentNames } from "./check-config.ts";
import { defineConfig, type ConfigContext, type ConfigExport, type MigConfig } from "./config.ts";
import { findUrl, type DeclaredUrl, type FoundUrl } from "./database-source.ts";
import { envFilesAbove, withEnvFiles, type Environ } from "./env-file.ts";
import { withVariables } from "./with-variables.ts";

export interface LoadConfigOptions {
  /** Where to begin looking, upwards. */
  readonly cwd: string;
  /** A file given by name. Absent: the nearest mig.config.* is taken. */
  readonly configPath?: string;
  /** A configuration that is in no file. Absent: a file is taken. */
  readonly config?: ConfigExport;
  /** A URL given on the command line; it wins. */
  readonly url?: string;
  readonly env: Environ;
  /** Values of `-x key=value`. Absent: none. */
  readonly x?: Readonly<Record<string, string>>;
  /** Which of the configuration's environments. Absent: what stands outside of them. */
  readonly environment?: string;
  /** A tag for a configuration that is a function. Absent: none. */
  readonly tag?: string;
  /** More `.env` files of a project in this folder, absolute, after the one beside the configuration. Absent: none. */
  readonly envFiles?: (root: string) => readonly string[];
  /** What the project tells other tools about its database, given its folder and the configuration. Absent: nothing. */
  readonly declaredUrls?: (root: string, config: MigConfig, env: Environ) => readonly DeclaredUrl[] | Promise<readonly DeclaredUrl[]>;
  /** Modules that the file may import without having them installed. Absent: "@migts/core" with defineConfig and sql. */
  readonly modules?: ProvidedModules;
  /** Told of a configuration that takes long to load. Absent: nobody is. */
  readonly onSlow?: (file: string, seconds: number) => void;
}

/** A configuration with where it and its parts come from. */
export interface LoadedConfig {
  readonly config: MigConfig;
  /** The names of the environments that the configuration has. Absent: none. */
  readonly environments?: readonly string[];
  /** Absent: there is no file, defaults hold. */
  readonly file?: string;
  /** The folder that relative paths start from: that of the file, else the working directory. */
  readonly root: string;
  /** The .env files that were read. Absent: none. */
  readonly envFiles?: readonly string[];
  /** The environment with the .env files. */
  readonly env: Environ;
  /** The database URL. Absent: nothing sets one. */
  readonly url?: string;
  /** Where the URL is from. */
  readonly urlFrom?: FoundUrl["urlFrom"];
  /** The same in words, for messages; without a URL, where it was looked for. */
  readonly urlSource?: string;
}

const names = ["ts", "mts", "js", "mjs", "json"].map((ending) => `mig.config.${ending}`);

const forConfigurations = async (): Promise<unknown> => ({ defineConfig, sql });
const coreModule: ProvidedModules = { "@migts/core": forConfigurations, "@migts/cli": forConfigurations };

/**
 * Finds and loads the configuration: the nearest mig.config.* upwards. `.env` files are read before it is run, which then
 * finds their variables in `process.env`: the one beside it, those of the models' folders, those above it up to the root of
 * its workspace. Without any configuration, the defaults hold, from the working directory.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  requirePlace("loadConfig", options);
  const file = fileOf(options);
  const root = file === undefined ? options.cwd : path.dirname(file);
  const above = [...(isInside(root, options.cwd) ? [] : [path.join(options.cwd, ".env")]), ...envFilesAbove(root)];
  const beside = [path.join(root, ".env"), ...(options.envFiles?.(root) ?? [])];
  const early = withEnvFiles(options.env, [...beside, ...above]);
  rememberEnvironment(early.env); // before any code of the user's runs and throws
  const context: ConfigContext = {
    env: early.env,
    x: options.x ?? {},
    ...(options.environment === undefined ? {} : { name: options.environment }),
    ...(options.tag === undefined ? {} : { tag: options.tag }),
  };
  const exported = file === undefined ? await givenConfig(options.config, context) : await readConfig(file, context, options);
  const isNone = file === undefined && options.config === undefined;
  const config = isNone ? {} : await withMirror(checkGiven(exported, file, options.environment), root);
  const environments = environmentNames(exported);
  const ofModels = modelFolders(config, root).map((folder) => path.join(folder, ".env"));
  const complete = withEnvFiles(options.env, [...beside, ...ofModels, ...above]);
  const declared = (await options.declaredUrls?.(root, config, complete.env)) ?? [];
  const { urlSource, ...found } = findUrl({ option: options.url, config, file, declared, env: complete, root });
  const { env, files } = complete;
  rememberEnvironment(env);
  if (found.url !== undefined) rememberConnection(found.url);
  return {
    config,
    root,
    env,
    ...(environments.length === 0 ? {} : { environments }),
    ...(file === undefined ? {} : { file }),
    ...(files.length === 0 ? {} : { envFiles: files }),
    ...found,
    urlSource,
  };
}

function fileOf({ config, configPath, cwd }: LoadConfigOptions): string | undefined {
  if (config !== undefined) return undefined;
  return configPath === undefined ? findUpwards(cwd) : givenFile(path.resolve(cwd, configPath));
}

/** What is in no file. */
const givenConfig = async (config: ConfigExport = {}, context: ConfigContext): Promise<unknown> =>
  typeof config === "function" ? config(context) : config;

/** Checks a configuration. One in no file has no place. */
function checkGiven(exported: unknown, file: string | undefined, environment: string | undefined): MigConfig {
  if (file !== undefined) return checkConfig(exported, file, environment);
  try {
    return checkConfig(exported, "the given configuration", environment);
  } catch (error) {
    throw isMigError(error) ? new MigError(error.code, error.details) : error;
  }
}

const isInside = (root: string, cwd: string): boolean => cwd === root || cwd.startsWith(root + path.sep);

/** The folders of the models that are paths. */
function modelFolders({ models = [] }: MigConfig, root: string): readonly string[] {
  const all = Array.isArray(models) ? (models as readonly unknown[]) : [models];
  return all
    .filter((one) => typeof one === "string")
    .map((one) => (path.extname(one) === "" ? path.resolve(root, one) : path.dirname(path.resolve(root, one))));
}

function givenFile(file: string): string {
  if (!existsSync(file)) throw new MigError("CONFIG_NOT_FOUND", { file });
  if (statSync(file).isDirectory()) throw new MigError("CONFIG_BROKEN", { file, problem: "it is a folder." }, { place: { file } });
  return file;
}

function findUpwards(from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const found = names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** How long a configuration may take to load. */
const mostSeconds = 60;

async function readConfig(
  file: string,
  context: ConfigContext,
  { modules = coreModule, onSlow }: Pick<LoadConfigOptions, "modules" | "onSlow">,
): Promise<unknown> {
  try {
    if (file.endsWith(".json")) return JSON.parse(readFileSync(file, "utf8")) as unknown;
    const load = async (): Promise<unknown> => {
      const exported: unknown = (await importModule(file, { modules }))["default"];
      // checked by whoever asked
      return typeof exported === "function" ? await (exported as (context: ConfigContext) => unknown)(context) : exported;
    };
    // One that never ends keeps no other from its turn.
    return await withVariables(context.env, () =>
      withPatience(load(), {
        seconds: mostSeconds,
        ...(onSlow === undefined ? {} : { onSlow: (seconds) => onSlow(file, seconds) }),
        onLimit: (seconds) => fileHangs(file, seconds),
      }),
    );
  } catch (error) {
    if (isMigError(error)) throw error;
    throw new MigError(
      "CONFIG_BROKEN",
      { file, problem: `${withoutExcerpt(firstLine(error))}.`.replace(/\.\.$/u, ".") },
      { cause: error, place: placeInFile(error, file) },
    );
  }
}

/** JSON.parse shows a piece of the text, which may be a piece of a password. */
const withoutExcerpt = (message: string): string => message.replace(/,? (?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON$/u, " in JSON");
