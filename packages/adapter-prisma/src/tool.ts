import type { Tool } from "@migts/core/adapter";

/** What Prisma Migrate keeps in the database for itself: never dropped, whatever other sources say. */
export const prismaMigrate: Tool = { name: "Prisma Migrate", tables: ["_prisma_migrations"] };
