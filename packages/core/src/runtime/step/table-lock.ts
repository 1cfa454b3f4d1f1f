import { pinTransaction, setAll } from "../../postgres/session/pins.ts";
import { ask } from "../ask.ts";
import type { Row, Session } from "../session.ts";
import type { Worker } from "./worker.ts";

const shortest = 200;
const longest = 1000;

/** How often the same blockers are told of. */
const repeatMilliseconds = 10_000;

/**
 * How long one try to lock a table may take, in milliseconds. Whoever comes after a waiting ALTER TABLE waits behind it, so
 * a try is short, and there are many of them.
 */
export const tryMilliseconds = (attempt: number): number => Math.min(longest, Math.round(shortest * 1.5 ** (attempt - 1)));

/** Time between tries, in which the others get on: random, so that two runs do not stay in step. */
export const pauseMilliseconds = (attempt: number): number => Math.min(2000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);

/** Settings for each transaction of a step: nothing outlives it, so that a pooler's other clients are not reached. */
export function transactionSettings({ session, watch, tableLockSeconds }: Worker, attempt: number): readonly string[] {
  const settings = {
    idle_in_transaction_session_timeout: "5min",
    ...(tableLockSeconds === 0 ? {} : { lock_timeout: `${tryMilliseconds(attempt)}ms` }),
    ...(watch?.lock.checksClients === true ? { client_connection_check_interval: "1s" } : {}),
  };
  return [...(session.pins ?? pinTransaction), setAll(settings, "transaction")];
}

interface Blocker {
  readonly pid: string;
  readonly text: string;
}

interface BlockerRow extends Row {
  readonly pid: number;
  readonly name: string | null;
  readonly role: string | null;
  readonly state: string | null;
  readonly seconds: number | null;
}

/** Who keeps a connection waiting, in words. */
async function blockersOf(session: Session, processId: number): Promise<readonly Blocker[]> {
  const [rows = []] = (await ask(session, [
    `select a.pid, a.application_name as name, a.usename::text as role, a.state, extract(epoch from now() - a.xact_start)::int as seconds
     from pg_catalog.pg_stat_activity a where a.pid = any (pg_blocking_pids(${processId})) order by a.pid`,
  ])) as readonly (readonly BlockerRow[])[];
  return rows.map(({ pid, name, role, state, seconds }) => {
    const who = [role ?? "unknown role", ...(name === "" || name === null ? [] : [name])].join(", ");
    const text = `process ${pid} (${who}${state === null ? "" : `, ${state}`}${seconds === null ? "" : `, transaction of ${seconds} s`})`;
    return { pid: String(pid), text };
  });
}

/** Looks now and then who keeps the worker waiting. `seen` gives the last ones seen; `stop` ends it. */
export function watchBlockers({ session, watch }: Worker, attempt: number, onSeen: (blockers: readonly string[]) => void): { readonly seen: () => readonly string[]; readonly stop: () => void } {
  let last: readonly string[] = [];
  let told = { pids: "", at: 0 };
  const { processId } = session;
  if (watch === undefined || processId === undefined || watch.lock.isPooled) return { seen: () => last, stop: () => {} };
  const look = async (): Promise<void> => {
    const blockers = await blockersOf(await watch.monitor(), processId);
    if (blockers.length === 0) return;
    last = blockers.map(({ text }) => text);
    const pids = blockers.map(({ pid }) => pid).join();
    if (pids === told.pids && Date.now() - told.at < repeatMilliseconds) return;
    told = { pids, at: Date.now() };
    onSeen(last);
  };
  const ignore = (): void => {}; // a lost connection shows elsewhere
  // Most steps are done before there is anything to see; a second try is there because something was.
  const first = setTimeout(() => void look().catch(ignore), attempt === 1 ? longest : tryMilliseconds(attempt) / 2);
  const later = setInterval(() => void look().catch(ignore), longest);
  const stop = (): void => {
    clearTimeout(first);
    clearInterval(later);
  };
  return { seen: () => last, stop };
}
