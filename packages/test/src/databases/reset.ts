import type { Session } from "@migts/core/project";
import { readState, rowsOf, type Baseline } from "./baseline.ts";
import { restoreRows, type KeptRows } from "./kept-rows.ts";
import { quoteText } from "./sql-text.ts";

/**
 * Up to here rows are deleted: TRUNCATE gives a table, its indexes and all tables that refer to it new files, which takes several times as
 * long.
 */
const fewRows = 1000;

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
  const sequences = moved.map((name) => setSequence(name, baseline.moved[name], state.starts[name]));
  const run = async (emptied: readonly string[], empty: readonly string[]): Promise<boolean> => {
    const refilled = had.filter((name) => emptied.includes(name));
    const restored = refilled.length === 0 ? [] : restoreRows(await keptRows(), refilled);
    if (restored === undefined) return false;
    const views = emptied.length === 0 ? [] : await refreshes(session);
    const pause = `set local lock_timeout = '${lockSeconds}s'`;
    try {
      await session.batch(["begin", pause, ...empty, ...restored, ...sequences, ...views, "commit"]);
      return true;
    } catch {
      await session.simple("rollback");
      return false;
    }
  };
  if (changed.length === 0) return run([], []);
  const few = Object.entries(rows).every(([name, text]) => !changed.includes(name) || Number.parseInt(text, 10) <= fewRows);
  const order = few ? await deletable(session, changed) : undefined;
  if (
    order !== undefined &&
    (await run(
      changed,
      order.map((name) => `delete from only ${name}`),
    ))
  )
    return true;
  const all = await withReferring(session, changed);
  return all !== undefined && run(all, [`truncate ${all.map((name) => `only ${name}`).join(", ")}`]);
}

/**
 * Tables in an order in which their rows can be deleted: those that refer to others first. Undefined: triggers would run. What is in a
 * cycle comes last, and may be refused.
 */
async function deletable(session: Session, tables: readonly string[]): Promise<readonly string[] | undefined> {
  const rows = await session.query(
    `select given.name, exists (select from pg_catalog.pg_trigger t where t.tgrelid = given.oid and not t.tgisinternal) as triggers,
       array(select distinct pg_catalog.format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace where k.confrelid = given.oid and k.contype = 'f' and k.conrelid <> k.confrelid) as users
     from (select t as name, t::pg_catalog.regclass::pg_catalog.oid as oid from pg_catalog.unnest(array[${tables.map(quoteText).join(", ")}]) t) given`,
  );
  if (rows.some(({ triggers }) => triggers === true)) return undefined;
  const users = new Map(rows.map((row) => [String(row["name"]), row["users"] as readonly string[]])); // as the query names them
  const order: string[] = [];
  let waiting = tables;
  for (;;) {
    const ready = waiting.filter((name) => users.get(name)?.every((user) => !waiting.includes(user)) === true);
    if (ready.length === 0) return [...order, ...waiting];
    order.push(...ready);
    waiting = waiting.filter((name) => !ready.includes(name));
  }
}

const setSequence = (name: string, last: string | undefined, start = "1"): string =>
  last === undefined
    ? `select pg_catalog.setval(${quoteText(name)}, ${start}, false)`
    : `select pg_catalog.setval(${quoteText(name)}, ${last}, true)`;

/** Tables, with all that must be emptied with them since it refers to them. Undefined: a partitioned table does. */
async function withReferring(session: Session, tables: readonly string[]): Promise<readonly string[] | undefined> {
  const rows = await session.query(
    `with recursive all_of (oid) as (
       select t::pg_catalog.regclass::pg_catalog.oid from pg_catalog.unnest(array[${tables.map(quoteText).join(", ")}]) t
       union select k.conrelid from all_of a join pg_catalog.pg_constraint k on k.confrelid = a.oid and k.contype = 'f'
     )
     select pg_catalog.format('%I.%I', n.nspname, c.relname) as name, c.relkind::text as kind from all_of a
     join pg_catalog.pg_class c on c.oid = a.oid join pg_catalog.pg_namespace n on n.oid = c.relnamespace order by c.oid`,
  );
  return rows.some(({ kind }) => kind !== "r") ? undefined : rows.map(({ name }) => String(name));
}

/** Materialized views hold what tables held. */
async function refreshes(session: Session): Promise<readonly string[]> {
  const rows = await session.query(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'm' and c.relispopulated order by c.oid`,
  );
  return rows.map(({ name }) => `refresh materialized view ${String(name)}`);
}
