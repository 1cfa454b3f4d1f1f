import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/prisma/client.ts";

export interface Database {
  readonly prisma: PrismaClient;
  readonly close: () => Promise<void>;
}

/** The account that events fall to when their host is gone: the default of `events.host_id` in the schema. */
export const communityAccountId = "00000000-0000-4000-8000-000000000001";

/** Connects to a PostgreSQL, or to a PGlite in a folder (`pglite:<folder>`) where no PostgreSQL runs. */
export async function openDatabase(url: string): Promise<Database> {
  if (url.startsWith("pglite:")) return openPglite(url.slice("pglite:".length));
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
  return { prisma, close: () => prisma.$disconnect() };
}

async function openPglite(folder: string): Promise<Database> {
  const { PGlite } = await import("@electric-sql/pglite");
  const { createPgConfig } = await import("@electric-sql/pglite/node-postgres");
  const engine = await PGlite.create(folder === "memory" ? "memory://" : folder);
  const prisma = new PrismaClient({ adapter: new PrismaPg({ ...createPgConfig(engine), max: 1 }) });
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await engine.close();
  };
  return { prisma, close };
}

/** Makes the community's own account if it is not there yet. */
export async function ensureCommunityAccount(prisma: PrismaClient): Promise<void> {
  await prisma.user.upsert({
    where: { id: communityAccountId },
    create: { id: communityAccountId, handle: "community", email: "community@example.invalid", displayName: "The community" },
    update: {},
  });
}
