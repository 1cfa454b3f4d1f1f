import { existsSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { MigError } from "../../errors.ts";
import { importOptional } from "./import-optional.ts";
import { installCommand } from "./install-command.ts";
import { withoutLoaderWarnings } from "./loader-warnings.ts";
import { withTypeScriptHabits } from "./native-hooks.ts";
import { privateFolder } from "./private-folder.ts";
import { importPlain, plainModule, provide } from "./plain-module.ts";
import { mistakeIn } from "./without-loader.ts";

/** Modules that files of the user's may import although the project has not installed them, by name. */
export type ProvidedModules = Readonly<Record<string, () => Promise<unknown>>>;

export interface ImportOptions {
  /** Absent: none. */
  readonly modules?: ProvidedModules;
  /** Modules that stand in for those of these names, installed or not. Absent: none. */
  readonly instead?: ProvidedModules;
}

/** Codes by which Node says that it cannot load a file as it is, before running any of it. */
const notNative = new Set([
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_INVALID_TYPESCRIPT_SYNTAX",
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_MODULE_NOT_FOUND",
]);

/**
 * Loads a module of the user's, in TypeScript or JavaScript. Node loads it where it can; elsewhere jiti does, with its
 * translations kept on disk. The file is read anew each time. Native loading is not left to jiti: it would run a file
 * that throws at its top a second time.
 */
export async function importModule(
  file: string,
  { modules = {}, instead = {} }: ImportOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  const all = { ...modules, ...instead };
  const plain = isTypeScript(file) ? await importAsPlain(file, all) : undefined;
  if (plain !== undefined) return plain;
  const native = !isTypeScript(file) || stripsTypes() ? await importNatively(file, instead) : {};
  return native.exported ?? importWithJiti(file, all, native.failure);
}

/** Most files need no loader at all, which costs more than the rest of a command. */
async function importAsPlain(file: string, modules: ProvidedModules): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = readFileSync(file, "utf8");
  const plain = plainModule(text, Object.keys(modules));
  if (plain === undefined) return undefined;
  provide(await loadMentioned(modules, text));
  return importPlain(plain, file);
}

/** The modules whose names a text has, loaded. */
async function loadMentioned(modules: ProvidedModules, text: string): Promise<Readonly<Record<string, unknown>>> {
  const mentioned = Object.entries(modules).filter(([name]) => text.includes(name));
  return Object.fromEntries(await Promise.all(mentioned.map(async ([name, load]) => [name, await load()] as const)));
}

const isTypeScript = (file: string): boolean => /\.[cm]?tsx?$/u.test(file);

/** Node 22.18 and later run TypeScript by leaving out its types. */
const stripsTypes = (): boolean => Boolean((process.features as { readonly typescript?: unknown }).typescript);

/** What came of loading a file natively. Neither: nobody tried. */
interface Native {
  readonly exported?: Readonly<Record<string, unknown>>;
  /** Node cannot load it as it is. */
  readonly failure?: Error;
}

async function importNatively(file: string, instead: ProvidedModules): Promise<Native> {
  const url = pathToFileURL(file);
  const provided = await loadMentioned(instead, readFileSync(file, "utf8"));
  url.search = `v=${statSync(file).mtimeMs}`;
  try {
    return {
      exported: await withoutLoaderWarnings(() =>
        withTypeScriptHabits(async () => (await import(url.href)) as Readonly<Record<string, unknown>>, provided),
      ),
    }; // a module's exports
  } catch (error) {
    if (error instanceof Error && "code" in error && notNative.has(String(error.code))) return { failure: error };
    if (error instanceof ReferenceError && /\b(?:require|__dirname|__filename|module|exports)\b/u.test(error.message))
      return { failure: error };
    throw error;
  }
}

async function importWithJiti(
  file: string,
  modules: ProvidedModules,
  failure: Error | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const text = readFileSync(file, "utf8");
  const virtualModules = await loadMentioned(modules, text);
  const folder = path.dirname(file);
  const loader = await importOptional(() => import("jiti"), { name: "jiti", folder });
  if (loader === undefined) throw withoutLoader(file, text, failure);
  const jiti = loader.createJiti(file, { fsCache: cacheFolder(folder), moduleCache: false, interopDefault: false, virtualModules });
  return jiti.import<Readonly<Record<string, unknown>>>(file);
}

/** Codes by which Node says that a file is TypeScript that a loader may run. */
const forLoader: ReadonlySet<string> = new Set(["ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX", "ERR_UNKNOWN_FILE_EXTENSION"]);

/** Why a file cannot be run: its own mistake if it has one, which no loader mends; else the loader is missing. */
export function withoutLoader(file: string, text: string, failure?: Error): Error {
  if (failure !== undefined && !("code" in failure && forLoader.has(String(failure.code)))) return failure;
  const install = installCommand(path.dirname(file), "jiti");
  return (
    mistakeIn(text, file) ??
    new MigError("MODULE_LOADER_MISSING", { file, install }, { ...(failure === undefined ? {} : { cause: failure }), place: { file } })
  );
}

/** The nearest node_modules' cache, else a folder for temporary files: one that only this user can write to, for it holds code. */
function cacheFolder(from: string): string | false {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const modules = path.join(folder, "node_modules");
    const cache = existsSync(modules) ? privateFolder(modules, ".cache", "mig") : undefined;
    if (cache !== undefined) return cache;
    if (path.dirname(folder) === folder) break;
  }
  return privateFolder(os.tmpdir(), `mig-${process.getuid?.() ?? "cache"}`) ?? false;
}
