import { ask } from "../ask.ts";
import type { Session } from "../session.ts";

/** Whether Prisma Migrate has migrated this database: its own table is there, in whatever schema. */
export async function hasPrismaTable(session: Session): Promise<boolean> {
  const [rows = []] = await ask(session, [
    "select 1 from pg_catalog.pg_class c where c.relname = '_prisma_migrations' and c.relkind = 'r' limit 1",
  ]);
  return rows.length > 0;
}
