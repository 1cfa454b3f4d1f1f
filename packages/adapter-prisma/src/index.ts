// The door: what a configuration or the command imports.
export { prismaMigrations, type PrismaMigrationsOptions } from "./migrations/prisma-migrations.ts";
export { prismaAdapter, type PrismaAdapter, type PrismaAdapterOptions } from "./adapter.ts";
