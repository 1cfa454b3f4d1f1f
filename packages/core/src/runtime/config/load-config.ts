import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { isMigError, MigError } from "../../errors.ts";
import { importModule, type ProvidedModules } from "../files/import-module.ts";
import { firstLine, placeInFile } from "../files/place-in-file.ts";
import { checkConfig } from "./check-config.ts";
import { defineConfig, type ConfigContext, type MigConfig } from "./config.ts";
import { withEnvFile, type Environ } from "./env-file.ts";

export interface LoadConfigOptions {
  /** Where to begin looking, upwards. */
  readonly cwd: string;
  /** A file given by name. Absent: the nearest mig.config.* is taken. */
  readonly configPath?: string;
  /** A URL given on the command line; it wins. */
  readonly url?: string;
  readonly env: Environ;
  /** Values of `-x key=value`. Absent: none. */
  readonly x?: Readonly<Record<string, string>>;
  /** Modules that the file may import without having them installed. Absent: "@migts/core" with defineConfig. */
  readonly modules?: ProvidedModules;
}

/** A configuration with where it and its parts come from. */
export interface LoadedConfig {
  readonly config: MigConfig;
  /** Absent: there is no file, defaults hold. */
  readonly file?: string;
  /** The folder that relative paths start from: that of the file, else the working directory. */
  readonly root: string;
  /** The .env file that was read. */
  readonly envFile?: string;
  /** The environment with the .env file. */
  readonly env: Environ;
  /** The database URL. Absent: nothing names one. */
  readonly url?: string;
  /** Where the URL is from. */
  readonly urlFrom?: "option" | "config" | "env" | "envFile";
}

const names = ["ts", "mts", "js", "mjs", "json"].map((ending) => `mig.config.${ending}`);

const coreModule: ProvidedModules = { "@migts/core": async () => ({ defineConfig }) };

/**
 * Finds and loads the configuration: the nearest mig.config.* upwards, with the .env file beside it. Without any, the
 * defaults hold, from the working directory.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  const file = options.configPath === undefined ? findUpwards(options.cwd) : givenFile(path.resolve(options.cwd, options.configPath));
  const root = file === undefined ? options.cwd : path.dirname(file);
  const { env, file: envFile } = withEnvFile(root, options.env);
  const config = file === undefined ? {} : checkConfig(await readConfig(file, { env, x: options.x ?? {} }, options.modules ?? coreModule), file);
  return {
    config,
    root,
    env,
    ...(file === undefined ? {} : { file }),
    ...(envFile === undefined ? {} : { envFile }),
    ...urlOf(options, config, env),
  };
}

function urlOf({ url, env: real }: LoadConfigOptions, config: MigConfig, env: Environ): Pick<LoadedConfig, "url" | "urlFrom"> {
  if (url !== undefined) return { url, urlFrom: "option" };
  if (config.url !== undefined) return { url: config.url, urlFrom: "config" };
  const fromEnv = env["DATABASE_URL"];
  if (fromEnv === undefined || fromEnv === "") return {};
  return { url: fromEnv, urlFrom: real["DATABASE_URL"] === undefined ? "envFile" : "env" };
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

async function readConfig(file: string, context: ConfigContext, modules: ProvidedModules): Promise<unknown> {
  try {
    if (file.endsWith(".json")) return JSON.parse(readFileSync(file, "utf8")) as unknown;
    const exported: unknown = (await importModule(file, { modules }))["default"];
    return typeof exported === "function" ? await (exported as (context: ConfigContext) => unknown)(context) : exported; // checked by whoever asked
  } catch (error) {
    if (isMigError(error)) throw error;
    throw new MigError("CONFIG_BROKEN", { file, problem: `${firstLine(error)}.`.replace(/\.\.$/u, ".") }, { cause: error, place: placeInFile(error, file) });
  }
}
