import { MigError } from "../../errors.ts";
import { literal, sql } from "../../postgres/sql/sql.ts";
import type { LogRecord } from "../../revision/record.ts";
import { addLaterColumnsSql, createLogTableSql, laterColumns, readMarksSql, readRecordsSql, recordOf, type Mark } from "./log-table.ts";
import { ask } from "../ask.ts";
import type { MigTables } from "./mig-tables.ts";
import { BatchFailure, sqlStateOf, type Session } from "../session.ts";
import { askTrusted } from "./trusted.ts";
import { createVersionTableSql, readVersionsSql, tableText, versionTableError } from "./version-table.ts";

/** Where a database is, with its log. */
export interface RecordedState extends DatabaseState {
  /** What the log says was done, in order. */
  readonly log: readonly LogRecord[];
}

/** Where a database is. */
export interface DatabaseState {
  /** Rows of the version table. */
  readonly heads: readonly string[];
  /** Revisions that are half done. */
  readonly unfinished: readonly Mark[];
  /** Which of mig's tables are there. */
  readonly has: { readonly version: boolean; readonly log: boolean };
}

/** The table is not there. */
const undefinedTable = "42P01";

/** Reads where a database is, in one round trip once both tables are there. It creates nothing: without tables there are no heads. */
export async function readState(session: Session, tables: MigTables): Promise<RecordedState> {
  const state = await readUnchecked(session, tables);
  const problem = problemIn(state.heads);
  if (problem !== undefined) throw new MigError("VERSION_TABLE_BROKEN", { table: tableText(tables.version), problem, part: "rows" });
  return state;
}

/** The same without checks, for a caller that replaces all rows. A row without a revision is an empty text. */
export async function readUnchecked(session: Session, tables: MigTables): Promise<RecordedState> {
  const queries = [readVersionsSql(tables.version).sql, readMarksSql(tables.log).sql, readRecordsSql(tables.log).sql];
  try {
    const [versions = [], marks = [], records = []] = await askTrusted(session, tables, queries);
    return {
      heads: headsOf(versions),
      unfinished: marks as unknown as readonly Mark[],
      log: records.map(recordOf),
      has: { version: true, log: true },
    }; // as readMarksSql names them
  } catch (error) {
    if (!(error instanceof BatchFailure)) throw error;
    if (sqlStateOf(error) === undefinedTable) return error.at === 0 ? noVersionTable : readHeadsAlone(session, tables);
    throw stateError(error, tables);
  }
}

const noVersionTable: RecordedState = { heads: [], unfinished: [], log: [], has: { version: false, log: false } };

/** A database that Alembic has migrated so far has no log. */
async function readHeadsAlone(session: Session, tables: MigTables): Promise<RecordedState> {
  const [versions = []] = await askTrusted(session, tables, [readVersionsSql(tables.version).sql]);
  return { heads: headsOf(versions), unfinished: [], log: [], has: { version: true, log: false } };
}

const headsOf = (rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  rows.map(({ revision }) => (typeof revision === "string" ? revision : ""));

/** Why no run can start from these rows. */
function problemIn(heads: readonly string[]): string | undefined {
  if (heads.includes("")) return "a row has no revision";
  const twice = heads.find((head, at) => heads.indexOf(head) !== at);
  return twice === undefined ? undefined : `"${twice}" has more than one row`;
}

function stateError(failure: BatchFailure, { version, log }: MigTables): unknown {
  const state = sqlStateOf(failure);
  const cause = failure.cause instanceof Error ? failure.cause : failure;
  if (state === undefined) return cause;
  return failure.at === 0
    ? versionTableError(version, state, cause)
    : new MigError("LOG_TABLE_BROKEN", { table: tableText(log), problem: cause.message }, { cause });
}

/** Creates mig's tables, and their schemas, if they do not exist. */
export async function ensureTables(session: Session, tables: MigTables): Promise<void> {
  const { version, log } = tables;
  const names = [version, log].map((table) => literal(sql`${table}`.sql));
  const later = sql`(select count(*)::int from pg_catalog.pg_attribute
    where attrelid = to_regclass(${names[1] ?? literal("")}) and not attisdropped
    and attname in (${laterColumns.map(({ name }) => literal(name))})) as later`;
  const [[row] = []] = await askTrusted(session, tables, [
    sql`select ${later}, to_regnamespace(${literal(sql`${{ name: version.schema }}`.sql)}) is not null as schema,
    to_regnamespace(${literal(sql`${{ name: log.schema }}`.sql)}) is not null as "logSchema",
    to_regclass(${names[0] ?? literal("")}) is not null as version, to_regclass(${names[1] ?? literal("")}) is not null as log`.sql,
  ]);
  const missing = [
    ...(row?.["schema"] === true ? [] : [sql`create schema ${{ name: version.schema }}`]),
    ...(row?.["logSchema"] === true || log.schema === version.schema ? [] : [sql`create schema ${{ name: log.schema }}`]),
    ...(row?.["version"] === true ? [] : [createVersionTableSql(version)]),
    ...(row?.["log"] === true ? [] : [createLogTableSql(log)]),
    ...(row?.["log"] === true && row["later"] !== laterColumns.length ? [addLaterColumnsSql(log)] : []),
  ];
  if (missing.length === 0) return;
  try {
    await ask(
      session,
      missing.map((statement) => statement.sql),
      { writes: true },
    );
  } catch (error) {
    const state = sqlStateOf(error);
    if (!(error instanceof BatchFailure) || state === undefined) throw error;
    throw new MigError(
      "VERSION_TABLE_BROKEN",
      { table: tableText(version), problem: `it cannot be created: ${error.message}` },
      { cause: error.cause },
    );
  }
}
