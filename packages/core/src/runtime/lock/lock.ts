import { setTimeout as delay } from "node:timers/promises";
import { shown } from "../../errors/shown.ts";
import { MigError } from "../../errors.ts";
import { ask } from "../ask.ts";
import { sqlStateOf, type Row, type Session } from "../session.ts";
import type { LockKey } from "./lock-key.ts";

/** The lock that excludes other runs while its connection is open. */
export interface RunLock {
  /** Whether the server ends a statement soon after its client is gone (client_connection_check_interval). */
  readonly checksClients: boolean;
  /** Whether the connection goes through a pooler: session settings may then reach other clients. */
  readonly isPooled: boolean;
  /** False once the connection is lost, and the lock with it. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
}

export interface LockOptions {
  readonly key: LockKey;
  /** How long to wait for another run. */
  readonly timeoutSeconds: number;
  /** Called with the holder every few seconds while waiting. */
  readonly onWait?: (waited: { readonly seconds: number; readonly holder?: string }) => void;
  readonly signal?: AbortSignal;
}

const pollMilliseconds = 250;
const pingMilliseconds = 5000;

/**
 * Takes the lock: a transaction-level advisory lock on a connection that then lies idle in a READ COMMITTED transaction.
 *
 * Never waited for in the server, and each try is a transaction of its own: CREATE INDEX CONCURRENTLY waits for the end of any
 * transaction that it sees with a snapshot. For the same reason the holder's connection runs nothing that takes one.
 * Transaction-level, because a session-level lock means nothing through a pooler.
 */
export async function takeLock(session: Session, options: LockOptions): Promise<RunLock> {
  const isPooled = (await session.query("select pg_catalog.pg_backend_pid() as pid"))[0]?.["pid"] !== session.processId;
  const checksClients = await canCheckClients(session);
  await pollLock(session, options);
  const keeper = keepAlive(session);
  return {
    checksClients,
    isPooled,
    isHeld: keeper.isAlive,
    release: async () => {
      keeper.stop();
      if (keeper.isAlive()) await session.simple("rollback").catch(() => {});
    },
  };
}

/** Some systems cannot notice that a client is gone. The server then rejects the setting. */
async function canCheckClients(session: Session): Promise<boolean> {
  try {
    await session.batch(["begin", "set local client_connection_check_interval = 1000", "rollback"]);
    return true;
  } catch (error) {
    if (sqlStateOf(error) === undefined) throw error;
    await session.simple("rollback");
    return false;
  }
}

async function pollLock(session: Session, { key, timeoutSeconds, onWait, signal }: LockOptions): Promise<void> {
  const started = Date.now();
  const elapsed = (): number => (Date.now() - started) / 1000;
  let nextReport = 0;
  for (;;) {
    signal?.throwIfAborted();
    if (await tryLock(session, key)) return;
    if (elapsed() >= timeoutSeconds)
      throw new MigError("LOCK_NOT_OBTAINED", { seconds: timeoutSeconds, ...(await holderOf(session, key)) });
    if (elapsed() >= nextReport) {
      onWait?.({ seconds: Math.round(elapsed()), ...(await holderOf(session, key)) });
      nextReport = elapsed() + 5;
    }
    await delay(pollMilliseconds * (0.5 + Math.random()), undefined, signal === undefined ? {} : { signal }).catch(() =>
      signal?.throwIfAborted(),
    );
  }
}

/** One try, in a transaction that stays open if it succeeds, safe from the server's timeouts. */
async function tryLock(session: Session, { text }: LockKey): Promise<boolean> {
  const settings = ["idle_in_transaction_session_timeout", ...(session.serverVersion >= 170_000 ? ["transaction_timeout"] : [])];
  const begin = ["begin transaction isolation level read committed", ...settings.map((name) => `set local ${name} = 0`)];
  const results = await session.batch([...begin, `select pg_catalog.pg_try_advisory_xact_lock(${text}) as obtained`]);
  const isObtained = results.at(-1)?.[0]?.["obtained"] === true;
  if (!isObtained) await session.simple("rollback");
  return isObtained;
}

interface HolderRow extends Row {
  readonly pid: number;
  readonly name: string | null;
  readonly role: string | null;
  readonly address: string;
  readonly since: string | null;
}

/** Who holds the lock, in words. */
async function holderOf(session: Session, { high, low }: LockKey): Promise<{ readonly holder?: string }> {
  const [[row] = []] = (await ask(session, [
    `select a.pid, a.application_name as name, a.usename::text as role, coalesce(a.client_addr::text, 'local') as address,
    to_char(a.xact_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as since
     from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = ${high} and l.objid = ${low} and l.objsubid = 1
       and l.database = (select oid from pg_catalog.pg_database where datname = current_database()) limit 1`,
  ])) as readonly (readonly HolderRow[])[];
  if (row === undefined) return {};
  const { pid, name, role, address, since } = row;
  return {
    holder: `process ${pid}, ${shown(name ?? "")}, ${shown(role ?? "")} from ${address}${since === null ? "" : ` since ${since} UTC`}`,
  };
}

/** Uses the connection from time to time, to notice when it is lost and to keep firewalls from closing it. SHOW takes no snapshot. */
function keepAlive(session: Session): { readonly isAlive: () => boolean; readonly stop: () => void } {
  let alive = true;
  const timer = setInterval(() => {
    session.simple("show server_version_num").catch(() => {
      alive = false;
    });
  }, pingMilliseconds);
  timer.unref();
  return { isAlive: () => alive, stop: () => clearInterval(timer) };
}
