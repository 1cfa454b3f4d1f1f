import { setTimeout as delay } from "node:timers/promises";
import { MigError } from "../../errors.ts";
import { literal, sql } from "../../postgres/sql/sql.ts";
import { queryActivity } from "./activity.ts";
import type { LockKey } from "./lock-key.ts";
import { sqlStateOf, type Session } from "../session.ts";

/** The lock that keeps other runs out, for as long as its connection lives. */
export interface RunLock {
  /** Whether the server ends a statement soon after its client is gone (client_connection_check_interval). */
  readonly checksClients: boolean;
  /** Whether a pooler stands between: what is set for a session may then reach strangers. */
  readonly isPooled: boolean;
  /** False once the connection is lost, and the lock with it. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
}

export interface LockOptions {
  readonly key: LockKey;
  /** How long to wait for another run. */
  readonly timeoutSeconds: number;
  /** The application name of the connection on which the holder works. */
  readonly workerName: string;
  /** Told about the holder while waiting, every few seconds. */
  readonly onWait?: (waited: { readonly seconds: number; readonly holder?: string }) => void;
  readonly signal?: AbortSignal;
}

const pollMilliseconds = 250;
const pingMilliseconds = 5000;

/**
 * Takes the lock: a transaction-level advisory lock on a connection that then lies idle in a READ COMMITTED transaction.
 * Polled, never waited for in the server: a waiting statement holds a snapshot, on which CREATE INDEX CONCURRENTLY waits.
 * Transaction-level, because a session-level lock means nothing through a pooler. Idle without a snapshot, it disturbs nobody.
 */
export async function takeLock(session: Session, options: LockOptions): Promise<RunLock> {
  const { checksClients, isPooled } = await beginIdle(session);
  await pollLock(session, options);
  await waitForOrphans(session, options);
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

/** Begins the transaction that will hold the lock, safe from the server's timeouts. */
async function beginIdle(session: Session): Promise<{ readonly checksClients: boolean; readonly isPooled: boolean }> {
  const settings = ["idle_in_transaction_session_timeout", ...(session.serverVersion >= 170_000 ? ["transaction_timeout"] : [])];
  const begin = ["begin transaction isolation level read committed", ...settings.map((name) => `set local ${name} = 0`), "select pg_backend_pid() as pid"];
  const pidOf = (results: readonly (readonly object[])[]): unknown => (results.at(-1)?.[0] as { readonly pid?: unknown } | undefined)?.pid;
  try {
    // Not every system can notice that a client is gone; where it cannot, setting this fails.
    const results = await session.batch(["begin", "set local client_connection_check_interval = 1000", "rollback", ...begin]);
    return { checksClients: true, isPooled: pidOf(results) !== session.processId };
  } catch (error) {
    if (sqlStateOf(error) === undefined) throw error;
    await session.simple("rollback");
    return { checksClients: false, isPooled: pidOf(await session.batch(begin)) !== session.processId };
  }
}

async function pollLock(session: Session, { key, timeoutSeconds, onWait, signal }: LockOptions): Promise<void> {
  const started = Date.now();
  const elapsed = (): number => (Date.now() - started) / 1000;
  let nextReport = 0;
  for (;;) {
    signal?.throwIfAborted();
    const [row] = await session.query(`select pg_try_advisory_xact_lock(${key.text}) as obtained`);
    if (row?.["obtained"] === true) return;
    if (elapsed() >= timeoutSeconds) throw new MigError("LOCK_NOT_OBTAINED", { seconds: timeoutSeconds, ...(await holderOf(session, key)) });
    if (elapsed() >= nextReport) {
      onWait?.({ seconds: Math.round(elapsed()), ...(await holderOf(session, key)) });
      nextReport = elapsed() + 5;
    }
    await delay(pollMilliseconds * (0.5 + Math.random()), undefined, signal === undefined ? {} : { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Who holds the lock, in words. */
async function holderOf(session: Session, { high, low }: LockKey): Promise<{ readonly holder?: string }> {
  const [row] = await queryActivity(
    session,
    `select a.pid, a.application_name as name, a.usename::text as role, coalesce(a.client_addr::text, 'local') as address, to_char(a.xact_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as since
     from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = ${high} and l.objid = ${low} and l.objsubid = 1
       and l.database = (select oid from pg_catalog.pg_database where datname = current_database()) limit 1`,
  );
  if (row === undefined) return {};
  const since = row["since"] === null ? "" : ` since ${String(row["since"])} UTC`;
  return { holder: `process ${String(row["pid"])}, ${String(row["name"])}, ${String(row["role"])} from ${String(row["address"])}${since}` };
}

const orphanPatienceMilliseconds = 5000;

/**
 * Waits for what a killed run left behind: its lock went with its connection, but the server may still be at its statement.
 * Whoever holds the lock is alone in working, so any worker that is there now is an orphan. One that does not end by itself
 * is ended, as its client would have wished.
 */
async function waitForOrphans(session: Session, { workerName, signal }: LockOptions): Promise<void> {
  const started = Date.now();
  for (;;) {
    signal?.throwIfAborted();
    const patient = Date.now() - started < orphanPatienceMilliseconds;
    const end = patient ? "null" : "pg_terminate_backend(pid)";
    const orphans = await queryActivity(
      session,
      sql`select pid, ${{ sql: end }} from pg_catalog.pg_stat_activity where datname = current_database() and application_name = ${literal(workerName)}`.sql,
    );
    if (orphans.length === 0) return;
    await delay(100);
  }
}

/** Asks the connection now and then, so that a lost one is noticed and a firewall does not think it dead. */
function keepAlive(session: Session): { readonly isAlive: () => boolean; readonly stop: () => void } {
  let alive = true;
  const timer = setInterval(() => {
    session.simple("select 1").catch(() => {
      alive = false;
    });
  }, pingMilliseconds);
  timer.unref();
  return { isAlive: () => alive, stop: () => clearInterval(timer) };
}
