import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { entriesIn } from "./entries-in.ts";
import { packagesIn } from "./packages-in.ts";
import { contractFile } from "./prisma-8.ts";
import { prismaConfigFile, ranPrismaConfig, type PrismaConfig } from "./prisma-config.ts";

/** Where a project usually has its models, the most telling first. */
const usual = ["prisma/schema.prisma", "prisma/schema", "schema.prisma", "prisma"];

/**
 * The models of a project: what it tells Prisma, else what lies where they usually do, else what its scripts tell Prisma, else the only
 * ones for PostgreSQL, else the only ones that its packages tell Prisma.
 */
export function findModels(folder: string): string | undefined {
  const told = [toldInPackage(folder), toldInConfig(folder)].filter((file) => file !== undefined);
  const found = [...told, ...usual].find((file) => holdsModels(path.join(folder, file)));
  return found ?? toldInScripts(folder) ?? onlyModels(folder) ?? toldInPackages(folder);
}

/**
 * The same for one command, which asks several times: a folder is searched once, and again only where its Prisma configuration has been
 * run.
 */
export function createModelFinder(): typeof findModels {
  const found = new Map<string, { readonly ran: PrismaConfig | undefined; readonly models: string | undefined }>();
  return (folder) => {
    const ran = ranPrismaConfig(folder);
    const known = found.get(folder);
    if (known !== undefined && known.ran === ran) return known.models;
    const models = findModels(folder);
    found.set(folder, { ran, models });
    return models;
  };
}

/** A folder with several datasources has a schema for each database, and is none itself. */
function holdsModels(file: string): boolean {
  if (!existsSync(file)) return false;
  if (isModels(file)) return true;
  const files = path.extname(file) === "" ? modelsIn(file) : [];
  return files.length > 0 && files.filter((one) => datasource.test(textOf(one))).length <= 1;
}

const isModels = (name: string): boolean => name.endsWith(".prisma") && path.basename(name) !== contractFile;

const modelsIn = (folder: string): readonly string[] =>
  entriesIn(folder)
    .filter((entry) => isModels(entry.name) && !entry.isDirectory())
    .map(({ name }) => path.join(folder, name));

/** Whoever reads the models says what is wrong with a file that cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const datasource = /^[ \t]*datasource\s+\w+\s*\{/mu;
const forPostgres = /^[ \t]*datasource\s+\w+\s*\{[^}]*\bprovider\s*=\s*"postgres(?:ql)?"/mu;

/**
 * A project for several kinds of databases has a schema for each. A folder that is a package is another project, or a client with a copy.
 * Undefined: none, or several, is for PostgreSQL.
 */
function onlyModels(folder: string): string | undefined {
  const inside = entriesIn(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => path.join(folder, name))
    .filter((place) => !existsSync(path.join(place, "package.json")));
  const found = [folder, ...inside].flatMap(modelsIn).filter((file) => forPostgres.test(textOf(file)));
  return found.length === 1 && found[0] !== undefined ? path.relative(folder, found[0]) : undefined;
}

interface Manifest {
  readonly prisma?: { readonly schema?: unknown };
  readonly scripts?: Readonly<Record<string, unknown>>;
}

/** package.json of a folder; nothing where there is none, or not one that can be read. */
function manifestOf(folder: string): Manifest {
  try {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** `"prisma": { "schema": "..." }` of package.json. */
function toldInPackage(folder: string): string | undefined {
  const schema = manifestOf(folder).prisma?.schema;
  return typeof schema === "string" ? schema : undefined;
}

const schemaOption = /\bprisma\b[^\n;&|]*?\s--schema(?:=|\s+)(?:"([^"]+)"|'([^']+)'|([^\s"';&|]+))/gu;

/** `prisma ... --schema ...` in scripts of package.json. Undefined: none, or several, of those that are there are for PostgreSQL. */
function toldInScripts(folder: string): string | undefined {
  const scripts = Object.values(manifestOf(folder).scripts ?? {}).filter((script) => typeof script === "string");
  const named = scripts.flatMap((script) =>
    Array.from(script.matchAll(schemaOption), ([, quoted, single, bare = ""]) => path.normalize(quoted ?? single ?? bare)),
  );
  return onlyForPostgres(folder, named);
}

/** What the packages of a workspace tell Prisma, each for itself, from the folder of the workspace. */
function toldInPackages(folder: string): string | undefined {
  const told = packagesIn(folder).flatMap((place) => {
    const file = toldInPackage(place) ?? toldInConfig(place) ?? toldInScripts(place);
    return file === undefined ? [] : [path.relative(folder, path.join(place, file))];
  });
  return onlyForPostgres(folder, told);
}

/** The one of these that holds models for PostgreSQL. */
function onlyForPostgres(folder: string, files: readonly string[]): string | undefined {
  const found = [...new Set(files)].filter((file) => {
    const at = path.join(folder, file);
    return holdsModels(at) && [...(isModels(at) ? [at] : []), ...modelsIn(at)].some((one) => forPostgres.test(textOf(one)));
  });
  return found.length === 1 ? found[0] : undefined;
}

/** `schema: "..."` of prisma.config.ts. */
const toldInConfig = (folder: string): string | undefined => {
  const told = pathInConfig(folder, "schema");
  return told === undefined ? undefined : path.relative(folder, told);
};

/** Where the values stand in its text. */
const places = { schema: String.raw`\bschema\s*:\s*`, migrations: String.raw`\bmigrations\s*:\s*\{[^}]*?\bpath\s*:\s*` };

/** A path that prisma.config.ts has, absolute: as running it gave, or as its text says. */
export function pathInConfig(folder: string, name: keyof typeof places): string | undefined {
  const file = prismaConfigFile(folder);
  if (file === undefined) return undefined;
  const ran = ranPrismaConfig(folder);
  if (ran !== undefined) return ran[name] === undefined ? undefined : path.resolve(path.dirname(file), ran[name]);
  const value = new RegExp(String.raw`${places[name]}(?:path\.(?:join|resolve)\(([^)]*)\)|(["'\x60][^"'\x60]+["'\x60]))`, "u");
  const written = value.exec(readFileSync(file, "utf8"));
  const parts = Array.from((written?.[1] ?? written?.[2] ?? "").matchAll(/["'`]([^"'`]+)["'`]/gu), ([, part = ""]) => part);
  return parts.length === 0 ? undefined : path.resolve(path.dirname(file), ...parts);
}
