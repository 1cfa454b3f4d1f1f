import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/prisma/client.ts";

export interface Database {
  readonly prisma: PrismaClient;
  readonly close: () => Promise<void>;
}

/** The account that events fall to when their host is gone: the default of `events.host_id` in the schema. */
export const communityAccountId = "00000000-0000-4000-8000-000000000001";

/** Connects at the first query. @example const { prisma, close } = openDatabase("postgresql://localhost/community") */
export function openDatabase(url: string): Database {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
  return { prisma, close: () => prisma.$disconnect() };
}

/** Makes the community's own account if it is not there yet. */
export async function ensureCommunityAccount(prisma: PrismaClient): Promise<void> {
  await prisma.user.upsert({
    where: { id: communityAccountId },
    create: { id: communityAccountId, handle: "community", email: "community@example.invalid", displayName: "The community" },
    update: {},
  });
}
