import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** Where a project usually has its models, the most telling first. */
const usual = ["prisma/schema.prisma", "prisma/schema", "schema.prisma", "prisma"];

/** The models of a project: what it tells Prisma itself, else what lies where they usually do. */
export function findModels(folder: string): string | undefined {
  const told = [toldInPackage(folder), toldInConfig(folder)].filter((file) => file !== undefined);
  return [...told, ...usual].find((file) => holdsModels(path.join(folder, file)));
}

function holdsModels(file: string): boolean {
  if (!existsSync(file)) return false;
  return file.endsWith(".prisma") || readdirSync(file).some((name) => name.endsWith(".prisma"));
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
  const told = pathInConfig(folder, String.raw`\bschema\s*:\s*`);
  return told === undefined ? undefined : path.relative(folder, told);
};

/** The path, absolute, that stands behind a pattern in prisma.config.ts, read as text: running it may need more than is there. */
export function pathInConfig(folder: string, before: string): string | undefined {
  const file = prismaConfigFile(folder);
  if (file === undefined) return undefined;
  const value = new RegExp(String.raw`${before}(?:path\.(?:join|resolve)\(([^)]*)\)|(["'\x60][^"'\x60]+["'\x60]))`, "u");
  const written = value.exec(readFileSync(file, "utf8"));
  const parts = Array.from((written?.[1] ?? written?.[2] ?? "").matchAll(/["'`]([^"'`]+)["'`]/gu), ([, part = ""]) => part);
  return parts.length === 0 ? undefined : path.resolve(path.dirname(file), ...parts);
}

/** The file that configures Prisma in a folder. */
export function prismaConfigFile(folder: string): string | undefined {
  const names = ["prisma.config", path.join(".config", "prisma")].flatMap((name) =>
    ["ts", "mts", "cts", "js", "mjs", "cjs"].map((ending) => `${name}.${ending}`),
  );
  return names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
}
