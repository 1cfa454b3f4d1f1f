import { ask } from "../ask.ts";
import type { Row, Session } from "../session.ts";

/** A table that a running statement holds a lock on, with the server's estimate of its rows. */
export interface HeldTable {
  readonly schema: string;
  readonly name: string;
  /** Absent: the server has no estimate yet. */
  readonly rows?: number;
}

/** What the server says of a statement that runs. */
export interface ServerProgress {
  /** The name of its connection in pg_stat_activity. */
  readonly applicationName: string;
  /** In the server's words. Absent: the server reports none for this command. */
  readonly phase?: string;
  /** How much of the phase is done, from 0 to 1. Absent: the server does not say. */
  readonly share?: number;
  /** `schema.name` of the table that it works on. Absent: the server does not say, or the table is new. */
  readonly table?: string;
  /** It waits for a lock. */
  readonly waits: boolean;
  /** Tables that it may change. */
  readonly held: readonly HeldTable[];
}

interface ProgressRow extends Row {
  readonly name: string | null;
  readonly phase: string | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly table: string | null;
  readonly waits: boolean | null;
  readonly held: readonly { readonly schema: string; readonly name: string; readonly rows: number }[] | null;
}

/** A progress view: what counts in each phase. A view shows a connection only while it runs such a command. */
interface ProgressView {
  readonly name: string;
  readonly phase: string;
  readonly done: string;
  readonly total: string;
}

function progressViews(serverVersion: number): readonly ProgressView[] {
  const counts = (pairs: readonly (readonly [phases: string, done: string, total: string])[]): Pick<ProgressView, "done" | "total"> => {
    const pick = (at: 1 | 2): string => `case ${pairs.map((pair) => `when v.phase like '${pair[0]}' then v.${pair[at]}`).join(" ")} end`;
    return { done: pick(1), total: pick(2) };
  };
  const phase = "v.phase";
  return [
    {
      name: "pg_stat_progress_create_index",
      phase,
      ...counts([
        ["%scanning%", "blocks_done", "blocks_total"],
        ["%tuples%", "tuples_done", "tuples_total"],
        ["waiting%", "lockers_done", "lockers_total"],
      ]),
    },
    {
      name: "pg_stat_progress_vacuum",
      phase,
      ...counts([
        ["scanning heap", "heap_blks_scanned", "heap_blks_total"],
        ["vacuuming heap", "heap_blks_vacuumed", "heap_blks_total"],
        ...(serverVersion >= 170_000 ? ([["%indexes", "indexes_processed", "indexes_total"]] as const) : []),
      ]),
    },
    {
      name: serverVersion >= 190_000 ? "pg_stat_progress_repack" : "pg_stat_progress_cluster",
      phase,
      ...counts([["seq scanning heap", "heap_blks_scanned", "heap_blks_total"]]),
    },
    {
      name: "pg_stat_progress_analyze",
      phase,
      ...counts([["acquiring%", "sample_blks_scanned", "sample_blks_total"]]),
    },
    { name: "pg_stat_progress_copy", phase: "lower(v.command)", done: "v.bytes_processed", total: "v.bytes_total" },
  ];
}

const viewText = ({ name, phase, done, total }: ProgressView): string =>
  `select v.pid, v.relid, ${phase} as phase, ${done} as done, ${total} as total from pg_catalog.${name} v`;

/** Locks that only read do not tell what a statement works on. */
const readOnly = ["AccessShareLock", "RowShareLock"];

const progressSql = (processId: number, serverVersion: number): string =>
  `select a.application_name as name, a.wait_event_type = 'Lock' as waits, p.phase, p.done::float8 as done, p.total::float8 as total,
  (select n.nspname || '.' || c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.oid = p.relid) as table,
  (select pg_catalog.json_agg(pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname, 'rows', c.reltuples))
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.oid in (
      select l.relation from pg_catalog.pg_locks l where l.pid = a.pid and l.granted and l.locktype = 'relation'
        and l.mode not in (${readOnly.map((mode) => `'${mode}'`).join(", ")}))) as held
from pg_catalog.pg_stat_activity a left join (
  ${progressViews(serverVersion).map(viewText).join("\n  union all\n  ")}
) as p on p.pid = a.pid where a.pid = ${processId} and a.state = 'active'`;

/** Asks what a connection's statement is at. Undefined: none runs. */
export async function serverProgress(monitor: Session, processId: number): Promise<ServerProgress | undefined> {
  const [[row] = []] = (await ask(monitor, [progressSql(processId, monitor.serverVersion)])) as readonly (readonly ProgressRow[])[];
  if (row === undefined) return undefined;
  const { name, phase, done, total, table, waits, held } = row;
  return {
    applicationName: name ?? "",
    ...(phase === null ? {} : { phase }),
    ...(done === null || total === null || total <= 0 ? {} : { share: Math.min(1, done / total) }),
    ...(table === null ? {} : { table }),
    waits: waits === true,
    held: (held ?? []).map(({ schema, name: relation, rows }) => ({ schema, name: relation, ...(rows < 0 ? {} : { rows }) })),
  };
}
