import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** Whether Prisma Migrate has migrations beside these models: then a database that it made is there, or will be. */
export function hasPrismaMigrations(folder: string, models: string): boolean {
  const at = path.resolve(folder, models);
  const beside = models.endsWith(".prisma") ? [path.dirname(at), path.dirname(path.dirname(at))] : [at, path.dirname(at)];
  return beside.map((parent) => path.join(parent, "migrations")).some(holdsMigrations);
}

const holdsMigrations = (folder: string): boolean =>
  existsSync(folder) &&
  readdirSync(folder).some((name) => name === "migration_lock.toml" || existsSync(path.join(folder, name, "migration.sql")));
