import { pinTransaction, setAll } from "../../postgres/session/pins.ts";
import { ask } from "../ask.ts";
import type { Row, Session } from "../session.ts";
import { holderText, waitOf, type TableWait } from "./table-holders.ts";
import type { Worker } from "../lock/worker.ts";

/**
 * How long one try to lock a table may take. Whoever comes after a waiting ALTER TABLE waits behind it, so every try is short: what grows
 * is the pause between them.
 */
export const tryMilliseconds = 200;

/** When a try is looked at: what waits for a lock waits until its end. */
const lookMilliseconds = 100;
const laterMilliseconds = 1000;

/** Time between tries, in which the others get on: random, so that two runs do not stay in step. */
export const pauseMilliseconds = (attempt: number): number => Math.min(2000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);

/** Settings for each transaction of a step: nothing outlives it, so that a pooler's other clients are not reached. */
export function transactionSettings({ session, watch, tableLockSeconds, lockedWaitSeconds }: Worker): readonly string[] {
  const settings = {
    // Where own code keeps this process too busy to look at the clock, the server ends it.
    idle_in_transaction_session_timeout: lockedWaitSeconds === 0 ? "0" : `${Math.max(60, Math.ceil(lockedWaitSeconds) + 5)}s`,
    ...(tableLockSeconds === 0 ? {} : { lock_timeout: `${tryMilliseconds}ms` }),
    ...(watch?.lock.checksClients === true ? { client_connection_check_interval: "1s" } : {}),
  };
  return [...(session.pins ?? pinTransaction), setAll(settings, "transaction")];
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

/** Looks now and then who keeps the worker waiting. Gives what ends it. */
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
