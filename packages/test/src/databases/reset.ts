import type { Session } from "@migts/core/project";
import { readState, rowsOf, type Baseline } from "./baseline.ts";
import { restoreRows, type KeptRows } from "./kept-rows.ts";
import { quoteText } from "./sql-text.ts";

/** Whoever holds a table for longer than this has a transaction open: only a new database helps then. */
const lockSeconds = 2;

/**
 * Empties the tables that have been written to, gives those that had rows their rows again, and moves sequences back. Connections stay.
 * Gives false where that is not enough: the design is another, or a table cannot be emptied or filled. Then nothing has been changed.
 */
export async function resetRows(session: Session, baseline: Baseline, keptRows: () => Promise<KeptRows>): Promise<boolean> {
  const state = await readState(session);
  if (state.design !== baseline.design) return false;
  const rows = await rowsOf(session, state.written);
  const had = Object.keys(baseline.filled);
  const isChanged = (name: string): boolean => (rows[name] ?? "0 ") !== (baseline.filled[name] ?? "0 ");
  const changed = [...new Set([...state.written.map(({ name }) => name), ...had])].filter(isChanged);
  const moved = Object.keys(state.starts).filter((name) => state.moved[name] !== baseline.moved[name]);
  if (changed.length === 0 && moved.length === 0) return true;
  try {
    const emptied = changed.length === 0 ? [] : await withReferring(session, changed);
    const refilled = had.filter((name) => emptied.includes(name));
    const restored = refilled.length === 0 ? [] : restoreRows(await keptRows(), refilled);
    if (restored === undefined) return false;
    await session.batch([
      "begin",
      `set local lock_timeout = '${lockSeconds}s'`,
      ...(emptied.length === 0 ? [] : [`truncate ${emptied.map((name) => `only ${name}`).join(", ")}`]),
      ...restored,
      ...moved.map((name) => setSequence(name, baseline.moved[name], state.starts[name])),
      ...(emptied.length === 0 ? [] : await refreshes(session)),
      "commit",
    ]);
    return true;
  } catch {
    await session.simple("rollback").catch(() => {}); // a lost connection shows when a new database is made
    return false;
  }
}

const setSequence = (name: string, last: string | undefined, start = "1"): string =>
  last === undefined
    ? `select pg_catalog.setval(${quoteText(name)}, ${start}, false)`
    : `select pg_catalog.setval(${quoteText(name)}, ${last}, true)`;

/** Tables, with all that must be emptied with them since it refers to them. */
async function withReferring(session: Session, tables: readonly string[]): Promise<readonly string[]> {
  const rows = await session.query(
    `with recursive all_of (oid) as (
       select t::pg_catalog.regclass::pg_catalog.oid from pg_catalog.unnest(array[${tables.map(quoteText).join(", ")}]) t
       union select k.conrelid from all_of a join pg_catalog.pg_constraint k on k.confrelid = a.oid and k.contype = 'f'
     )
     select pg_catalog.format('%I.%I', n.nspname, c.relname) as name, c.relkind::text as kind from all_of a
     join pg_catalog.pg_class c on c.oid = a.oid join pg_catalog.pg_namespace n on n.oid = c.relnamespace order by c.oid`,
  );
  if (rows.some(({ kind }) => kind !== "r")) throw new Error("a partitioned table refers to a table that must be emptied");
  return rows.map(({ name }) => String(name));
}

/** Materialized views hold what tables held. */
async function refreshes(session: Session): Promise<readonly string[]> {
  const rows = await session.query(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'm' and c.relispopulated order by c.oid`,
  );
  return rows.map(({ name }) => `refresh materialized view ${String(name)}`);
}
