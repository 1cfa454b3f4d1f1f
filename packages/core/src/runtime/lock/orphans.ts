import { setTimeout as delay } from "node:timers/promises";
import { literal, sql } from "../../postgres/sql/sql.ts";
import { ask } from "../ask.ts";
import type { Session } from "../session.ts";

const patienceMilliseconds = 5000;

/**
 * Waits for what a killed run left behind: its lock went with its connection, but the server may still be at its statement.
 * Only the holder of the lock may work, so any other worker that exists now is an orphan. One that does not end by
 * itself is ended, as its client would have wished.
 */
export async function waitForOrphans(session: Session, workerName: string, signal?: AbortSignal): Promise<void> {
  const started = Date.now();
  for (;;) {
    signal?.throwIfAborted();
    const isPatient = Date.now() - started < patienceMilliseconds;
    const end = { sql: isPatient ? "null" : "pg_terminate_backend(pid)" };
    const [orphans = []] = await ask(session, [
      sql`select pid, ${end} from pg_catalog.pg_stat_activity where datname = current_database() and application_name = ${literal(workerName)} and pid <> pg_backend_pid()`
        .sql,
    ]);
    if (orphans.length === 0) return;
    await delay(100);
  }
}
