import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { findModels, pathInConfig } from "../../setup/find-models.ts";
import { createdIn, readText, sha256OfAnyEnds, type MigrationTool } from "./tool.ts";

/** Prisma Migrate: a folder for each migration, beside the schema or where prisma.config.ts says. */
export const prisma: MigrationTool = {
  id: "prisma",
  name: "Prisma Migrate",
  table: "_prisma_migrations",
  // A migration may have several rows: what was rolled back and tried again. It counts as applied if one of them is.
  rowsSql: (table) => `
    select m.migration_name::text as key, m.checksum::text as checksum,
      case when m.finished_at is not null and m.rolled_back_at is null then 'applied'
        when m.rolled_back_at is null then 'failed' else 'rolledBack' end as state
    from (select r.*, row_number() over (partition by r.migration_name
      order by (r.rolled_back_at is null) desc, (r.finished_at is not null) desc, r.started_at desc) as rank from ${table} r) m
    where m.rank = 1 order by m.started_at, m.migration_name`,
  findFolder: (root) => {
    const told = toldFolder(root);
    const models = findModels(root) ?? "prisma/schema.prisma";
    const at = path.resolve(root, models);
    const beside = models.endsWith(".prisma") ? [path.dirname(at), path.dirname(path.dirname(at))] : [at, path.dirname(at)];
    const usual = beside.map((parent) => path.join(parent, "migrations"));
    return [...(told === undefined ? [] : [told]), ...usual].find(holdsMigrations);
  },
  readFolder: (folder) =>
    foldersIn(folder).map((name) => {
      const file = path.join(folder, name, "migration.sql");
      const sql = existsSync(file) ? readText(file) : undefined;
      return {
        name,
        key: name,
        file,
        ...(sql?.startsWith("-- mig revision ") === true ? { isMigs: true as const } : {}),
        ...(sql === undefined ? {} : { sql: sql.replace(/^\uFEFF/u, ""), checksums: sha256OfAnyEnds(sql) }),
        ...createdIn(name),
      };
    }),
  deploy: "npx prisma migrate deploy",
  settle: (name) => `npx prisma migrate resolve --applied ${name} (or --rolled-back)`,
};

/** `migrations: { path: "..." }` of prisma.config.ts. */
const toldFolder = (root: string): string | undefined => pathInConfig(root, "migrations");

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith(".") ? [entry.name] : []))
    .toSorted();

const holdsMigrations = (folder: string): boolean =>
  existsSync(folder) &&
  readdirSync(folder).some((name) => name === "migration_lock.toml" || existsSync(path.join(folder, name, "migration.sql")));
