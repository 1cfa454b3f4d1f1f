import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { MigConfig } from "../../runtime/config/config.ts";
import type { DeclaredUrl } from "../../runtime/config/database-source.ts";
import type { findModels } from "./find-models.ts";
import { prismaConfigFile, ranPrismaConfig, withoutComments } from "./prisma-config.ts";

// What a project tells Prisma about its database.

/**
 * The .env files that Prisma reads: beside the schema, in the package that it is in, in prisma/, and those that prisma.config.ts names.
 */
export function prismaEnvFiles(root: string, find: typeof findModels): readonly string[] {
  const models = find(root);
  const folders = models === undefined ? [] : upTo(root, path.resolve(root, models.endsWith(".prisma") ? path.dirname(models) : models));
  return [...namedEnvFiles(root), ...[...folders, path.join(root, "prisma")].map((folder) => path.join(folder, ".env"))];
}

/** A folder, and those above it that are inside another one. One that lies elsewhere stands alone. */
function upTo(root: string, folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above.startsWith(root + path.sep) ? [folder, ...upTo(root, above)] : [folder];
}

/** `config({ path: "../../.env" })` and its like. */
function namedEnvFiles(root: string): readonly string[] {
  const file = prismaConfigFile(root);
  if (file === undefined) return [];
  return Array.from(withoutComments(readFileSync(file, "utf8")).matchAll(/["'`]([^"'`\n]*\.env(?:\.[\w.]+)?)["'`]/gu), ([, name = ""]) =>
    path.resolve(path.dirname(file), name),
  );
}

/** Where Prisma finds the URL: its configuration (Prisma 7), then the schema (Prisma 6); `directUrl` first, as for its migrations. */
export function prismaUrls(root: string, { models }: MigConfig, find: typeof findModels): readonly DeclaredUrl[] {
  const config = prismaConfigFile(root);
  const all: readonly unknown[] = Array.isArray(models) ? models : [models];
  const given = all.filter((one) => typeof one === "string").find((one) => !one.endsWith(".sql"));
  const schema = given ?? find(root);
  const schemas = schema === undefined ? [] : schemaFiles(path.resolve(root, schema));
  return [...(config === undefined ? [] : inConfig(root, config)), ...schemas.flatMap(inSchema)].filter(
    ({ url }) => url === undefined || /^postgres(?:ql)?:\/\//iu.test(url),
  );
}

function schemaFiles(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  if (!statSync(file).isDirectory()) return [file];
  return readdirSync(file, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".prisma"))
    .map((name) => path.join(file, name));
}

function inConfig(root: string, file: string): readonly DeclaredUrl[] {
  const ran = ranPrismaConfig(root);
  if (ran !== undefined) return [ran.directUrl, ran.url].flatMap((url) => (url === undefined ? [] : [{ url, file }]));
  const block = /\bdatasource\s*:\s*\{([^}]*)\}/u.exec(withoutComments(readFileSync(file, "utf8")))?.[1] ?? "";
  return ["directUrl", "url"].flatMap((name) => {
    const value = new RegExp(String.raw`(?:^|[\s,{])${name}\s*:\s*([^,\n]+)`, "u").exec(block)?.[1] ?? "";
    return Array.from(
      value.matchAll(
        /\benv(?:<[^>]*>)?\(\s*["'`](\w+)["'`]|process\.env(?:\.(\w+)|\[\s*["'`](\w+)["'`]\s*\])|["'`](postgres[^"'`$]+)["'`]/giu,
      ),
      ([, first, second, third, url]) => (url === undefined ? { variable: first ?? second ?? third ?? "", file } : { url, file }),
    );
  });
}

function inSchema(file: string): readonly DeclaredUrl[] {
  const block = /^[ \t]*datasource[ \t]+\w+[ \t]*\{([^]*?)^[ \t]*\}/mu.exec(withoutComments(readFileSync(file, "utf8")))?.[1] ?? "";
  return ["directUrl", "url"].flatMap((name): readonly DeclaredUrl[] => {
    const [, variable, url] = new RegExp(String.raw`^\s*${name}\s*=\s*(?:env\(\s*"([^"]+)"\s*\)|"([^"]*)")`, "mu").exec(block) ?? [];
    return variable === undefined ? (url === undefined ? [] : [{ url, file }]) : [{ variable, file }];
  });
}
