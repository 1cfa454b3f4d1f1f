import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { contractFile } from "./prisma-8.ts";
import { prismaConfigFile, ranPrismaConfig } from "./prisma-config.ts";

/** Where a project usually has its models, the most telling first. */
const usual = ["prisma/schema.prisma", "prisma/schema", "schema.prisma", "prisma"];

/** The models of a project: what it tells Prisma itself, else what lies where they usually do. */
export function findModels(folder: string): string | undefined {
  const told = [toldInPackage(folder), toldInConfig(folder)].filter((file) => file !== undefined);
  return [...told, ...usual].find((file) => holdsModels(path.join(folder, file)));
}

function holdsModels(file: string): boolean {
  if (!existsSync(file)) return false;
  const isModels = (name: string): boolean => name.endsWith(".prisma") && path.basename(name) !== contractFile;
  return isModels(file) || (path.extname(file) === "" && readdirSync(file).some(isModels));
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
