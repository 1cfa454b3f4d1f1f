import type { StorageMode } from "../../../../type/storage.ts";
import { dollarQuoted, quoteLiteral } from "../../../../sql/literal.ts";
import { quoteIdentifier } from "../../../../sql/identifier.ts";
import { identifier, raw, sql, type Sql } from "../../../../sql/sql.ts";
import { settings } from "../../index/fragment.ts";
import { alterColumnSql, type ColumnRef } from "../column-ref.ts";
import type { ColumnAttributes } from "./model.ts";

export const storageClause = (storage: StorageMode): Sql => sql`set storage ${raw(storage)}`;

export const compressionClause = (compression: "pglz" | "lz4" | "default"): Sql => sql`set compression ${raw(compression)}`;

/** -1 is the word for the default that all servers know. */
export const statisticsClause = (statistics: number | "default"): Sql =>
  sql`set statistics ${raw(statistics === "default" ? "-1" : BigInt(statistics).toString())}`;

export const optionsClause = (options: Readonly<Record<string, string>>): Sql => sql`set (${settings(options)})`;

/** COMPRESSION in a column's clause. */
export const compressionWord = ({ compression }: ColumnAttributes): Sql =>
  compression === undefined ? sql`` : sql`compression ${raw(compression)}`;

/** The first statement's text is made of the answer: PostgreSQL 15 has no word for the storage that the type says. */
export function ownStorageSql(column: ColumnRef): Sql {
  const alter = quoteLiteral(`${alterColumnSql(column, sql`set storage`).sql} `);
  const table = quoteLiteral(`${quoteIdentifier(column.schema)}.${quoteIdentifier(column.table)}`);
  const word = "case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end";
  const find =
    `a.attrelid operator(pg_catalog.=) ${table}::pg_catalog.regclass ` +
    `and a.attname operator(pg_catalog.=) ${quoteLiteral(column.name)}`;
  const ask =
    `select ${alter} operator(pg_catalog.||) ${word} from pg_catalog.pg_attribute a ` +
    `join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) a.atttypid where ${find}`;
  return sql`do ${raw(dollarQuoted(`begin execute (${ask}); end`))}`;
}

/** What must follow a column's clause in CREATE TABLE or ADD COLUMN: one statement, or none. */
export function attributesAfter(
  table: { readonly schema: string; readonly name: string },
  { name, storage, statistics, options = {} }: ColumnAttributes & { readonly name: string },
): readonly Sql[] {
  const changes = [
    ...(storage === undefined ? [] : [storageClause(storage)]),
    ...(statistics === undefined ? [] : [statisticsClause(statistics)]),
    ...(Object.keys(options).length === 0 ? [] : [optionsClause(options)]),
  ].map((change) => sql`alter column ${identifier(name)} ${change}`);
  return changes.length === 0 ? [] : [sql`alter table ${table} ${changes}`];
}
