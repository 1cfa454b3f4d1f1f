import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { createdIn, readText, type MigrationFile, type MigrationTool } from "./tool.ts";

const endings = [".sql", ".js", ".cjs", ".mjs", ".ts"];

/** node-pg-migrate: files of code, or of SQL with both ways in one. */
export const nodePgMigrate: MigrationTool = {
  id: "node-pg-migrate",
  name: "node-pg-migrate",
  table: "pgmigrations",
  rowsSql: (table) => `select m.name::text as key, null as checksum, 'applied' as state from ${table} m order by m.run_on, m.id`,
  findFolder: (root) => {
    const folder = path.join(root, "migrations");
    return namesIn(folder).some((name) => /^\d{13,17}[_-]/u.test(name)) ? folder : undefined;
  },
  readFolder: (folder) => namesIn(folder).map((name) => fileOf(path.join(folder, name))),
  deploy: "npx node-pg-migrate up",
};

function fileOf(file: string): MigrationFile {
  const name = path.basename(file).replace(/\.\w+$/u, "");
  const text = file.endsWith(".sql") ? readText(file) : undefined;
  const sql = text === undefined ? undefined : upOf(text);
  return {
    name,
    key: name,
    file,
    ...(sql === undefined ? {} : { sql }),
    ...(sql === text ? {} : { isPart: true as const }),
    ...createdIn(name),
  };
}

/** What stands before the mark of the way down. */
const upOf = (text: string): string => text.split(/^\s*--[\s-]*down\s+migration/imu)[0] ?? text;

const namesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => endings.includes(path.extname(name)) && !name.endsWith(".d.ts") && !name.startsWith("."))
        .toSorted()
    : [];
