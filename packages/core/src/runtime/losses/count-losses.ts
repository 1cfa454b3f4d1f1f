import type { LosingPlace } from "../../operation/spec.ts";
import { identifier, literal, raw, sql, type Sql } from "../../postgres/sql/sql.ts";
import type { Row, Session } from "../session.ts";
import type { Loss } from "./losses.ts";

/** Up to here rows are counted, beyond it the server's estimate counts. */
const exact = 1000;

/** How long looking may take: where it takes longer, there are rows to look at. */
const lookMilliseconds = 3000;

export interface CountOptions {
  /** Whether a transaction is open already, whose settings hold. */
  readonly isOpen: boolean;
}

/** The losses with the rows that are there now. Where that cannot be found out, they stay without. */
export async function withRows(session: Session, losses: readonly Loss[], { isOpen }: CountOptions): Promise<readonly Loss[]> {
  if (losses.every(({ from = [] }) => from.length === 0)) return losses;
  const ask = (text: string): Promise<readonly (readonly Row[])[]> => session.batch([text]);
  const [begin, end] = isOpen ? ["savepoint mig_look", "rollback to savepoint mig_look"] : ["begin transaction read only", "rollback"];
  try {
    await session.batch([
      begin,
      `select pg_catalog.set_config('lock_timeout', '1s', true), pg_catalog.set_config('statement_timeout', '${lookMilliseconds}ms', true)`,
    ]);
    return await counted(ask, losses);
  } catch {
    return losses;
  } finally {
    await session.simple(end).catch(() => {}); // a lost connection shows elsewhere
  }
}

type Ask = (text: string) => Promise<readonly (readonly Row[])[]>;

async function counted(ask: Ask, losses: readonly Loss[]): Promise<readonly Loss[]> {
  const known = new Map<string, Promise<number>>();
  const rowsIn = (place: LosingPlace): Promise<number> => {
    const key = JSON.stringify(place);
    const found = known.get(key) ?? countIn(ask, place);
    known.set(key, found);
    return found;
  };
  const result: Loss[] = [];
  for (const loss of losses) {
    let rows = 0;
    for (const place of loss.from ?? []) rows += await rowsIn(place); // one after the other: they share a connection
    result.push(loss.from === undefined || loss.from.length === 0 ? loss : { ...loss, rows });
  }
  return result;
}

/** The rows of a table, or the values of a column that are not NULL; 0 where there is no such table or column. */
async function countIn(ask: Ask, place: LosingPlace): Promise<number> {
  const name = tableName(place);
  const column =
    place.column === undefined
      ? sql`true`
      : sql`exists (select from pg_catalog.pg_attribute where attrelid operator(pg_catalog.=) c.oid and attname operator(pg_catalog.=) ${literal(place.column)} and not attisdropped)`;
  const [found] = (
    await ask(
      sql`select c.reltuples::bigint::text as estimate from pg_catalog.pg_class c where c.oid operator(pg_catalog.=) pg_catalog.to_regclass(${literal(name.sql)})::oid and c.relkind operator(pg_catalog.=) any (array['r', 'p', 'f', 'm']::"char"[]) and ${column}`
        .sql,
    )
  ).flat();
  if (found === undefined) return 0;
  const values = place.column === undefined ? sql`` : sql` where ${identifier(place.column)} is not null`;
  const [seen] = (
    await ask(sql`select pg_catalog.count(*)::int as rows from (select from ${name}${values} limit ${raw(String(exact + 1))}) seen`.sql)
  ).flat();
  const rows = Number(seen?.["rows"]);
  return rows <= exact ? rows : Math.max(rows, Number(found["estimate"]));
}

const tableName = ({ schema, table }: LosingPlace): Sql => (schema === undefined ? identifier(table) : sql`${{ schema, name: table }}`);
