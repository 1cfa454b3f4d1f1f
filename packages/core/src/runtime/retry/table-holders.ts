import { shown } from "../../errors/shown.ts";
import { setTimeout as delay } from "node:timers/promises";
import { literal, raw, sql } from "../../postgres/sql/sql.ts";
import { ask } from "../ask.ts";
import type { Row, Session } from "../session.ts";

/** The lock that a connection waits for. */
export interface TableWait {
  readonly relation: string;
  /** `schema.name`, for people. */
  readonly table: string;
  /** As pg_locks names it: `AccessExclusiveLock`. */
  readonly mode: string;
}

export interface Holder {
  readonly pid: number;
  readonly text: string;
  /** Autovacuum, which the server cancels for a waiting client, but only after a second. */
  readonly givesWay: boolean;
}

/** Transactions shorter than this end by themselves, so waiting for them in the queue does no harm. */
const passingMilliseconds = 300;
const pollMilliseconds = 200;

const modes = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
];

/** Modes that a mode conflicts with (PostgreSQL manual, table 13.2). */
const conflicts: Readonly<Record<string, readonly string[]>> = {
  AccessShareLock: modes.slice(7),
  RowShareLock: modes.slice(6),
  RowExclusiveLock: modes.slice(4),
  ShareUpdateExclusiveLock: modes.slice(3),
  ShareLock: modes.filter((mode) => mode !== "ShareLock" && modes.indexOf(mode) >= 2),
  ShareRowExclusiveLock: modes.slice(2),
  ExclusiveLock: modes.slice(1),
  AccessExclusiveLock: modes,
};

/** The table that a connection waits for now. */
export async function waitOf(session: Session, processId: number): Promise<TableWait | undefined> {
  const [[row] = []] = await ask(session, [
    sql`select l.relation::text as relation, n.nspname || '.' || c.relname as table, l.mode from pg_catalog.pg_locks l
  join pg_catalog.pg_class c on c.oid = l.relation join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where l.pid = ${raw(String(processId))} and not l.granted and l.locktype = 'relation' limit 1`.sql,
  ]);
  return row === undefined ? undefined : { relation: String(row["relation"]), table: String(row["table"]), mode: String(row["mode"]) };
}

interface HolderRow extends Row {
  readonly pid: number;
  readonly name: string | null;
  readonly role: string | null;
  readonly state: string | null;
  readonly seconds: number | null;
  readonly givesWay: boolean;
}

/** Who has held a conflicting lock on a table for longer than a moment. */
export async function holdersOf(session: Session, { relation, mode }: TableWait, except: number): Promise<readonly Holder[]> {
  const inTheWay = conflicts[mode] ?? modes;
  const [rows = []] = (await ask(session, [
    sql`select distinct a.pid, a.application_name as name, a.usename::text as role, a.state,
  extract(epoch from clock_timestamp() - a.xact_start)::int as seconds,
  a.backend_type = 'autovacuum worker' and a.query not like '%(to prevent wraparound)' as "givesWay"
from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
where l.granted and l.locktype = 'relation' and l.relation = ${literal(relation)}::oid 
  and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
  and l.mode in (${inTheWay.map(literal)}) and a.pid not in (${raw(String(except))}, pg_backend_pid())
  and a.xact_start < clock_timestamp() - interval '${raw(String(passingMilliseconds))} milliseconds' order by a.pid`.sql,
  ])) as readonly (readonly HolderRow[])[];
  return rows.map((row) => ({ pid: row.pid, text: holderText(row), givesWay: row.givesWay }));
}

export function holderText({ pid, name, role, state, seconds }: Pick<HolderRow, "pid" | "name" | "role" | "state" | "seconds">): string {
  const who = [shown(role ?? "autovacuum"), ...(name === "" || name === null ? [] : [shown(name)])].join(", ");
  return `process ${pid} (${who}${state === null ? "" : `, ${state}`}${seconds === null ? "" : `, transaction of ${seconds} s`})`;
}

export interface LookOptions {
  readonly session: Session;
  readonly wait: TableWait;
  /** The process that waits for the lock. */
  readonly processId: number;
  readonly seconds: number;
  readonly onHeld: (holders: readonly string[]) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits outside the server's queue while somebody holds the table. In the queue, all other clients would wait behind mig's statement.
 * It cancels autovacuum, as the server does for a client that waits long enough.
 */
export async function untilFree({ session, wait, processId, seconds, onHeld, signal }: LookOptions): Promise<readonly string[]> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const holders = await holdersOf(session, wait, processId);
    const texts = holders.map(({ text }) => text);
    if (holders.length === 0 || Date.now() >= end || signal?.aborted === true) return texts;
    for (const { pid } of holders.filter(({ givesWay }) => givesWay))
      await session.query(`select pg_catalog.pg_cancel_backend(${pid})`).catch(() => {}); // this role may not be allowed to
    onHeld(texts);
    await delay(Math.min(pollMilliseconds, Math.max(0, end - Date.now())), undefined, signal === undefined ? {} : { signal }).catch(
      () => {},
    );
  }
}
