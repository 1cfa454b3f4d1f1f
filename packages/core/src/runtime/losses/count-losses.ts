import type { LosingPlace } from "../../operation/spec.ts";
import { identifier, literal, raw, sql, type Sql } from "../../postgres/sql/sql.ts";
import type { Session } from "../session.ts";
import { looking, type Look, type LookOptions } from "./look.ts";
import type { Loss } from "./losses.ts";

/** Up to this number rows are counted. Above it, mig uses the server's estimate. */
const exact = 1000;

/** Adds the current row counts to losses, if they can be read. */
export async function withRows(session: Session, losses: readonly Loss[], options: LookOptions): Promise<readonly Loss[]> {
  if (losses.every(({ from = [] }) => from.length === 0)) return losses;
  return (await looking(session, options, (look) => counted(look, losses))) ?? losses;
}

async function counted(look: Look, losses: readonly Loss[]): Promise<readonly Loss[]> {
  const known = new Map<string, Promise<number>>();
  const rowsIn = (place: LosingPlace): Promise<number> => {
    const key = JSON.stringify(place);
    const found = known.get(key) ?? countIn(look, place);
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
async function countIn(look: Look, place: LosingPlace): Promise<number> {
  const name = tableName(place);
  const column =
    place.column === undefined
      ? sql`true`
      : sql`exists (select from pg_catalog.pg_attribute
    where attrelid operator(pg_catalog.=) c.oid and attname operator(pg_catalog.=) ${literal(place.column)} and not attisdropped)`;
  const [found] = await look(
    sql`select c.reltuples::bigint::text as estimate from pg_catalog.pg_class c
    where c.oid operator(pg_catalog.=) pg_catalog.to_regclass(${literal(name.sql)})::oid
    and c.relkind operator(pg_catalog.=) any (array['r', 'p', 'f', 'm']::"char"[]) and ${column}`.sql,
  );
  if (found === undefined) return 0;
  const values = place.column === undefined ? sql`` : sql` where ${identifier(place.column)} is not null`;
  const from = place.only === true ? sql`only ${name}` : name;
  const [seen] = await look(
    sql`select pg_catalog.count(*)::int as rows from (select from ${from}${values} limit ${raw(String(exact + 1))}) seen`.sql,
  );
  const rows = Number(seen?.["rows"]);
  return rows <= exact ? rows : Math.max(rows, Number(found["estimate"]));
}

const tableName = ({ schema, table }: LosingPlace): Sql => (schema === undefined ? identifier(table) : sql`${{ schema, name: table }}`);
