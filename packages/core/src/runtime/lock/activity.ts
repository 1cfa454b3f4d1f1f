import type { Row, Session } from "../session.ts";

/** Asks about other connections as they are now: inside a transaction, PostgreSQL otherwise repeats what it saw first. */
export async function queryActivity(session: Session, text: string): Promise<readonly Row[]> {
  const [, rows = []] = await session.batch(["select pg_stat_clear_snapshot()", text]);
  return rows;
}
