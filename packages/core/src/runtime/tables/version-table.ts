import { MigError } from "../../errors.ts";
import { literal, raw, sql, type QualifiedName, type Sql } from "../../postgres/sql/sql.ts";
import { nameWithEnding } from "./mig-tables.ts";

type Name = Required<QualifiedName>;

/** `schema.table`, for messages. */
export const tableText = (table: Name): string => sql`${table}`.sql;

/** The heads, one row each. */
export const readVersionsSql = (table: Name): Sql => sql`select version_num::text as revision from ${table} order by 1`;

/** The table as Alembic makes it. */
export const createVersionTableSql = (table: Name): Sql =>
  sql`create table ${table} (version_num varchar(32) not null, constraint ${{ name: nameWithEnding(table.name, "_pkc") }} primary key (version_num))`;

/** One change of one row. */
export type RowChange =
  | { readonly kind: "insert"; readonly to: string }
  | { readonly kind: "delete"; readonly from: string }
  | { readonly kind: "update"; readonly from: string; readonly to: string };

/** The row changes from one set of heads to another. As in Alembic, a row is updated if one goes and one comes. */
export function rowChanges(before: readonly string[], after: readonly string[]): readonly RowChange[] {
  const going = before.filter((head) => !after.includes(head));
  const coming = after.filter((head) => !before.includes(head));
  const [from, ...gone] = going;
  const [to, ...come] = coming;
  const deletes = (from !== undefined && to === undefined ? going : gone).map((head) => ({ kind: "delete", from: head }) as const);
  const inserts = (from === undefined && to !== undefined ? coming : come).map((head) => ({ kind: "insert", to: head }) as const);
  const updates = from !== undefined && to !== undefined ? [{ kind: "update", from, to } as const] : [];
  return [...deletes, ...updates, ...inserts];
}

/** These run with the search_path of a revision's statements, so all their names are qualified. */
const equals = raw("operator(pg_catalog.=)");

/** A change as a script has it. */
export function rowChangeSql(table: Name, change: RowChange): Sql {
  if (change.kind === "insert") return sql`insert into ${table} (version_num) values (${literal(change.to)})`;
  if (change.kind === "delete") return sql`delete from ${table} where version_num ${equals} ${literal(change.from)}`;
  return sql`update ${table} set version_num = ${literal(change.to)} where version_num ${equals} ${literal(change.from)}`;
}

/**
 * A change that fails unless it hits exactly one row: somebody else may have moved it. It fails by a division by zero,
 * because the whole step is one message and nothing here can look at a row count before the commit.
 */
export function checkedRowChangeSql(table: Name, change: RowChange): Sql {
  const statement =
    change.kind === "insert"
      ? sql`insert into ${table} (version_num) select ${literal(change.to)}
    where not exists (select from ${table} where version_num ${equals} ${literal(change.to)})`
      : rowChangeSql(table, change);
  return sql`with moved as (${statement} returning 1) select 1 operator(pg_catalog./) (pg_catalog.count(*) ${equals} 1)::int as moved from moved`;
}

/** SQLSTATEs of a checked change if the rows have moved: division by zero, unique violation. */
export const movedStates: readonly string[] = ["22012", "23505"];

/** What PostgreSQL's answer means for the table. */
const problems: Readonly<Record<string, string>> = {
  "42703": "it has no column version_num",
  "25006": "this connection is read-only (a standby, or default_transaction_read_only)",
};

/** Why the table cannot be read or written, from PostgreSQL's answer. */
export function versionTableError(table: Name, state: string, error: Error): MigError {
  const cause = error.cause instanceof Error ? error.cause : error;
  return new MigError("VERSION_TABLE_BROKEN", { table: tableText(table), problem: problems[state] ?? error.message }, { cause });
}
