import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileError } from "../files/file-error.ts";

export type Environ = Readonly<Record<string, string | undefined>>;

/** The environment, completed from files. */
export interface EnvWithFiles {
  readonly env: Environ;
  /** The files that were read, the first one first. */
  readonly files: readonly string[];
  /** The files that set a variable, the one that counts first. Empty: the environment has it, or nobody. */
  readonly settersOf: (name: string) => readonly string[];
  /** Whether those files say different things. */
  readonly disagreeOn: (name: string) => boolean;
}

/** Node's reader. An import of "node:util" takes 1 ms longer, since it also loads the parts that Node itself loads only when asked. */
const parsed = (text: string): Environ => process.getBuiltinModule("node:util").parseEnv(text);

/** Adds `.env` files to the environment. What the environment has wins, then the first file. */
export function withEnvFiles(env: Environ, files: readonly string[]): EnvWithFiles {
  const read = [...new Set(files)].filter((file) => existsSync(file)).map((file) => ({ file, values: parsed(textOf(file)) }));
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  const written: Record<string, string | undefined> = Object.assign({}, ...read.toReversed().map(({ values }) => values), set) as Record<
    string,
    string | undefined
  >;
  const settersOf = (name: string): readonly string[] =>
    Object.hasOwn(set, name) ? [] : read.filter(({ values }) => values[name] !== undefined).map(({ file }) => file);
  return {
    env: Object.fromEntries(
      Object.entries(written).map(([name, value]) => [name, Object.hasOwn(set, name) ? value : filledIn(value, written)]),
    ),
    files: read.map(({ file }) => file),
    settersOf,
    disagreeOn: (name) =>
      settersOf(name).length > 0 && new Set(read.map(({ values }) => values[name]).filter((value) => value !== undefined)).size > 1,
  };
}

/** `${NAME}` inside a value, where such a variable is known. */
function filledIn(value: string | undefined, known: Environ, depth = 0): string | undefined {
  return value?.replaceAll(/\$\{(\w+)\}/gu, (whole, name: string) =>
    depth > 5 ? whole : (filledIn(known[name], known, depth + 1) ?? whole),
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw fileError(error, file, "read");
  }
}

/** Files that mark the root of a repository or a workspace. */
const rootMarks = ["pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", ".git"];

/** The `.env` files above a folder, up to the root of its workspace; none if it is in no workspace. */
export function envFilesAbove(folder: string): readonly string[] {
  const found: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if (at !== folder) found.push(path.join(at, ".env"));
    if (isRoot(at)) return found;
    if (path.dirname(at) === at) return [];
  }
}

function isRoot(folder: string): boolean {
  if (rootMarks.some((mark) => existsSync(path.join(folder, mark)))) return true;
  try {
    return "workspaces" in (JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as object);
  } catch {
    return false; // no package.json, or not one that can be read
  }
}
