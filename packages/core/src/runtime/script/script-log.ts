import { literal, raw, sql } from "../../postgres/sql/sql.ts";
import { createLogTableSql, insertDoneSql, type LogEntry } from "../tables/log-table.ts";
import type { MigTables } from "../tables/mig-tables.ts";

/** Creates the log, if a script starts with an empty database. */
export function createLogScript({ version, log }: MigTables): readonly string[] {
  const schema =
    log.schema === "public" || log.schema === version.schema ? [] : [sql`create schema if not exists ${{ name: log.schema }}`.sql];
  return [...schema, createLogTableSql(log).sql.replace("create table", "create table if not exists")];
}

/**
 * Logs what a script did, as a run does. It does nothing if there is no log, an older one, or one that the role may not write: the next run
 * then notices that the rows moved. It comes last in its transaction, because it changes the search_path.
 */
export function logScript({ log }: MigTables, entry: LogEntry, statements: number): string {
  const insert = insertDoneSql(log, entry, statements).sql;
  const tag = raw(insert.includes("$mig$") ? "$mig_script_log$" : "$mig$");
  const name = literal(sql`${log}`.sql);
  return sql`do ${tag} begin if pg_catalog.to_regclass(${name}) is not null then
perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
${raw(insert)};
end if; exception when undefined_column or insufficient_privilege then null; end ${tag}`.sql;
}
