import { createHash, randomUUID } from "node:crypto";
import {
  createDatabase,
  migTables,
  catalogSnapshot,
  tempProject,
  type ProcessResult,
  type ScratchDatabase,
  type TempProject,
} from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { prismaSchema } from "./shop.ts";

/** Migrations of Prisma Migrate: name -> SQL. */
export type Migrations = Readonly<Record<string, string>>;

/** A project that Prisma Migrate has made, with a database that it has migrated. */
export interface PrismaProject {
  readonly project: TempProject;
  readonly database: ScratchDatabase;
  readonly mig: (...args: readonly string[]) => Promise<ProcessResult>;
  /** Runs mig on another database. */
  readonly migOn: (url: string, ...args: readonly string[]) => Promise<ProcessResult>;
  readonly close: () => Promise<void>;
}

/** As Prisma Migrate creates its table. */
export const prismaTable = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/** Runs migrations as Prisma Migrate does: each as one message, with a row that has the checksum of its text. */
export async function deploy(database: ScratchDatabase, migrations: Migrations): Promise<void> {
  await database.query(prismaTable);
  for (const [name, sql] of Object.entries(migrations)) {
    await database.query(sql);
    const checksum = createHash("sha256").update(sql).digest("hex");
    await database.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
        values ('${randomUUID()}', '${checksum}', '${name}', clock_timestamp(), clock_timestamp(), 1)`,
    );
  }
}

export const migrationFiles = (migrations: Migrations): Readonly<Record<string, string>> => ({
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
  ...Object.fromEntries(Object.entries(migrations).map(([name, sql]) => [`prisma/migrations/${name}/migration.sql`, sql])),
});

export async function openPrisma(models: string, migrations: Migrations): Promise<PrismaProject> {
  const [project, database] = await Promise.all([
    tempProject({ "prisma/schema.prisma": prismaSchema(models), ...migrationFiles(migrations) }),
    createDatabase(),
  ]);
  await deploy(database, migrations);
  const migOn: PrismaProject["migOn"] = (url, ...args) => migHere(args, { cwd: project.path, env: { DATABASE_URL: url } });
  return {
    project,
    database,
    migOn,
    mig: (...args) => migOn(database.url, ...args),
    close: async () => {
      await Promise.all([project.remove(), database.drop()]);
    },
  };
}

/** The design without the tables of mig and of Prisma Migrate. */
export const designOf = (url: string): ReturnType<typeof catalogSnapshot> =>
  catalogSnapshot(url, { exclude: [...migTables, "_prisma_migrations"] });
