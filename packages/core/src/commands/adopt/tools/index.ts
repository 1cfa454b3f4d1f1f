import { knex, typeorm } from "./code.ts";
import { drizzle } from "./drizzle.ts";
import { flyway } from "./flyway.ts";
import { nodePgMigrate } from "./node-pg-migrate.ts";
import { prisma } from "./prisma.ts";
import { sqlFiles } from "./sql-files.ts";
import type { MigrationTool } from "./tool.ts";

/** Every tool whose history mig can take over, in the order in which they are looked for. */
export const tools: readonly MigrationTool[] = [prisma, drizzle, flyway, knex, typeorm, nodePgMigrate, sqlFiles];
