import { existsSync, readFileSync, readdirSync, type Dirent } from "node:fs";
import path from "node:path";
import { contractFile } from "./prisma-8.ts";
import { prismaConfigFile, ranPrismaConfig } from "./prisma-config.ts";

/** Where a project usually has its models, the most telling first. */
const usual = ["prisma/schema.prisma", "prisma/schema", "schema.prisma", "prisma"];

/** The models of a project: what it tells Prisma itself, else what lies where they usually do, else the only ones for PostgreSQL. */
export function findModels(folder: string): string | undefined {
  const told = [toldInPackage(folder), toldInConfig(folder)].filter((file) => file !== undefined);
  return [...told, ...usual].find((file) => holdsModels(path.join(folder, file))) ?? onlyModels(folder);
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

/** What is not there, or of somebody else's such as the data of a server, holds no models. */
function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

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

/** `"prisma": { "schema": "..." }` of package.json. */
function toldInPackage(folder: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
      readonly prisma?: { readonly schema?: unknown };
    };
    return typeof manifest.prisma?.schema === "string" ? manifest.prisma.schema : undefined;
  } catch {
    return undefined; // no package.json, or not one that can be read
  }
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
