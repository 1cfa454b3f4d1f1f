// The door for a configuration that goes on with Prisma Migrate: small, so that loading it costs nothing.
export { prismaMigrations, type PrismaMigrationsOptions } from "./migrations/prisma-migrations.ts";
