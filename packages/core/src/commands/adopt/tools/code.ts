import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createdIn, readText, type MigrationFile, type MigrationTool } from "./tool.ts";

// Tools whose migrations are code: what they run cannot be read from their files.

export const knex: MigrationTool = {
  id: "knex",
  name: "Knex",
  table: "knex_migrations",
  alsoTables: ["knex_migrations_lock"],
  rowsSql: (table) => `select m.name::text as key, null as checksum, 'applied' as state from ${table} m order by m.id`,
  findFolder: (root) => {
    const file = ["ts", "js", "cjs", "mjs"].map((ending) => path.join(root, `knexfile.${ending}`)).find((name) => existsSync(name));
    if (file === undefined) return undefined;
    const told = /\bmigrations\s*:\s*\{[^}]*?\bdirectory\s*:\s*["'`]([^"'`]+)["'`]/u.exec(readFileSync(file, "utf8"))?.[1];
    return path.resolve(root, told ?? "migrations");
  },
  readFolder: (folder) => codeIn(folder, (file) => path.basename(file)),
  deploy: "npx knex migrate:latest",
};

export const typeorm: MigrationTool = {
  id: "typeorm",
  name: "TypeORM",
  table: "migrations",
  rowsSql: (table) => `select m.name::text as key, null as checksum, 'applied' as state from ${table} m order by m.timestamp, m.id`,
  findFolder: (root) =>
    ["src/migrations", "src/migration", "migrations", "migration"]
      .map((name) => path.join(root, name))
      .find((folder) => codeIn(folder, classIn).some(({ key }) => key !== "")),
  readFolder: (folder) => codeIn(folder, classIn).filter(({ key }) => key !== ""),
  deploy: "npx typeorm migration:run",
};

/** What the table calls it: the class, or its property `name`. */
function classIn(file: string): string {
  const text = readText(file);
  return (
    /\bname\s*(?::\s*string\s*)?=\s*["'`]([^"'`]+)["'`]/u.exec(text)?.[1] ??
    /\bclass\s+(\w+)\s+implements\s+MigrationInterface\b/u.exec(text)?.[1] ??
    ""
  );
}

function codeIn(folder: string, keyOf: (file: string) => string): readonly MigrationFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.[cm]?[jt]s$/u.test(name) && !/\.d\.[cm]?ts$/u.test(name))
    .toSorted()
    .map((name) => ({ file: path.join(folder, name), name: name.replace(/\.\w+$/u, "") }))
    .map(({ file, name }) => ({ name, key: keyOf(file), file, ...createdIn(name) }));
}
