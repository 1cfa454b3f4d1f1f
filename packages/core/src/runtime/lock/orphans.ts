import { setTimeout as delay } from "node:timers/promises";
import { literal, sql } from "../../postgres/sql/sql.ts";
import { ask } from "../ask.ts";
import type { Session } from "../session.ts";

const patienceMilliseconds = 5000;

/**
 * Waits for the orphans of killed runs: the lock went with its connection, but the server may still run the statement.
 * Only the holder of the lock may work, so any other worker is an orphan. If it does not end soon, mig terminates it.
 */
export async function waitForOrphans(session: Session, workerName: string, signal?: AbortSignal): Promise<void> {
  const started = Date.now();
  for (;;) {
    signal?.throwIfAborted();
    const isPatient = Date.now() - started < patienceMilliseconds;
    const end = { sql: isPatient ? "null" : "pg_terminate_backend(pid)" };
    const [orphans = []] = await ask(session, [
      sql`select pid, ${end} from pg_catalog.pg_stat_activity
    where datname = current_database() and pg_catalog.starts_with(application_name, ${literal(workerName)}) and pid <> pg_backend_pid()`
        .sql,
    ]);
    if (orphans.length === 0) return;
    await delay(100);
  }
}
