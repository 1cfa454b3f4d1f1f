import { pinTransaction, setLocal } from "../../postgres/session/pins.ts";
import { ask } from "../ask.ts";
import type { Row, Session } from "../session.ts";
import { holderText, waitOf, type TableWait } from "./table-holders.ts";
import type { Worker } from "../lock/worker.ts";

/**
 * How long one try to lock a table may take. Other clients wait behind a waiting ALTER TABLE, so every try is short. Only the pause
 * between tries grows.
 */
export const tryMilliseconds = 200;

/** How long after the start of a try mig looks for blockers. */
const lookMilliseconds = 100;
const laterMilliseconds = 1000;

/** The pause between tries, in which other clients work. It is random, so that two runs do not keep colliding. */
export const pauseMilliseconds = (attempt: number): number => Math.min(2000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);

/** Settings for each transaction of a step. They end with it, so they do not reach other clients of a pooler. */
export function transactionSettings({ session, watch, tableLockSeconds, lockedWaitSeconds }: Worker): readonly string[] {
  const settings = {
    // If the revision's code blocks this process, the server ends the transaction.
    idle_in_transaction_session_timeout: lockedWaitSeconds === 0 ? "0" : `${Math.max(60, Math.ceil(lockedWaitSeconds) + 5)}s`,
    ...(tableLockSeconds === 0 ? {} : { lock_timeout: `${tryMilliseconds}ms` }),
    ...(watch?.lock.checksClients === true ? { client_connection_check_interval: "1s" } : {}),
  };
  return [...(session.pins ?? pinTransaction), ...setLocal(settings)];
}

interface BlockerRow extends Row {
  readonly pid: number;
  readonly name: string | null;
  readonly role: string | null;
  readonly state: string | null;
  readonly seconds: number | null;
}

/** Who keeps a connection waiting, in words. */
async function blockersOf(session: Session, processId: number): Promise<readonly string[]> {
  const [rows = []] = (await ask(session, [
    `select a.pid, a.application_name as name, a.usename::text as role, a.state, extract(epoch from now() - a.xact_start)::int as seconds
     from pg_catalog.pg_stat_activity a where a.pid = any (pg_catalog.pg_blocking_pids(${processId})) order by a.pid`,
  ])) as readonly (readonly BlockerRow[])[];
  return rows.map(holderText);
}

/** Who keeps the worker waiting, and for what. */
export interface Blocked {
  readonly blockers: readonly string[];
  readonly wait?: TableWait;
}

/** Looks from time to time for who blocks the worker. Returns a function that stops it. */
export function watchBlockers({ session, watch }: Worker, onSeen: (blocked: Blocked) => void): () => void {
  const { processId } = session;
  if (watch === undefined || processId === undefined || watch.lock.isPooled) return () => {};
  const look = async (): Promise<void> => {
    const monitor = await watch.monitor();
    const wait = await waitOf(monitor, processId);
    const blockers = await blockersOf(monitor, processId);
    if (blockers.length > 0) onSeen({ blockers, ...(wait === undefined ? {} : { wait }) });
  };
  const ignore = (): void => {}; // a lost connection shows elsewhere
  const first = setTimeout(() => void look().catch(ignore), lookMilliseconds);
  const later = setInterval(() => void look().catch(ignore), laterMilliseconds);
  return () => {
    clearTimeout(first);
    clearInterval(later);
  };
}
