import { literal, raw, sql, type QualifiedName, type Sql } from "../../postgres/sql/sql.ts";
import type { LogRecord } from "../../revision/record.ts";
import { migVersion } from "./mig-version.ts";

type Name = Required<QualifiedName>;

/** What a row of the log is about. */
export interface LogEntry {
  /** "base" where a stamp removed everything. */
  readonly revision: string;
  readonly direction: LogRecord["direction"];
  /** SHA-256 of the revision file's text. Absent: it has no file. */
  readonly checksum?: string;
  /** SHA-256 of what the file does: its text without header, comments and formatting. Absent: it has no file. */
  readonly effect?: string;
  /** Rows of the version table before and after it. Absent: it failed, or nothing is known of what was before. */
  readonly headsBefore?: readonly string[];
  readonly headsAfter?: readonly string[];
  /** All that counts as applied from then on, whether or not it ran here. Absent: the entry is of a revision that ran. */
  readonly vouched?: readonly string[];
}

/** How far a revision that commits more than once has come. */
export interface Mark {
  /** The row of the log. */
  readonly id: string;
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  readonly statementsDone: number;
  /** Hash over the texts of the statements that are done. */
  readonly statementsHash: string;
  /** SHA-256 of the revision file as it was then. Absent or null: it had no file. */
  readonly checksum?: string | null;
  /** What is needed to go on. Absent or null: an older version of mig wrote the mark. */
  readonly resume?: string | null;
}

/** Columns of a record that the first version did not have. */
const recordColumns = [
  { name: "effect", type: "text" },
  { name: "heads_before", type: "text[]" },
  { name: "heads_after", type: "text[]" },
  { name: "vouched", type: "text[]" },
] as const;

/** All columns that the first version did not have. */
export const laterColumns = [...recordColumns, { name: "resume", type: "text" }] as const;

/**
 * Outcomes: "done"; "failed", everything rolled back; "unfinished", some of its transactions committed and the rest will be
 * run by the next upgrade or downgrade; "abandoned", unfinished and then settled by hand and a stamp.
 */
export const createLogTableSql = (table: Name): Sql =>
  sql`create table ${table} (
  id bigint generated always as identity primary key,
  revision text not null,
  direction text not null,
  outcome text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  duration_ms bigint,
  statements_done integer not null default 0,
  statements_hash text,
  checksum text,
  applied_by text not null default current_user,
  mig_version text not null,
  error text,
  ${raw(laterColumns.map(({ name, type }) => `${name} ${type}`).join(",\n  "))}
)`;

/** Adds the columns that an earlier version did not have. */
export const addLaterColumnsSql = (table: Name): Sql =>
  sql`alter table ${table} ${raw(laterColumns.map(({ name, type }) => `add column if not exists ${name} ${type}`).join(", "))}`;

/**
 * Marks that are still open: the last row of their revision says "unfinished". The column `resume` may be missing in a log that an
 * older version made.
 */
export const readMarksSql = (table: Name): Sql =>
  sql`select l.id::text as id, l.revision, l.direction, l.statements_done as "statementsDone", l.statements_hash as "statementsHash",
    l.checksum, pg_catalog.to_jsonb(l) ->> 'resume' as resume
from ${table} l where l.outcome = 'unfinished' and not exists (select from ${table} m
    where m.revision = l.revision and m.outcome <> 'failed' and m.id > l.id)
order by l.id`;

/**
 * What is done, in order. If the table of an earlier version lacks a column, its name means the one of `absent`, because SQL looks in
 * the row first.
 */
export const readRecordsSql = (table: Name): Sql =>
  sql`select l.revision, l.direction, l.checksum,
    ${raw(recordColumns.map(({ name }) => `(select ${name} from (select l.*) as own) as ${name}`).join(", "))}
from ${table} l cross join (select ${raw(recordColumns.map(({ name, type }) => `null::${type} as ${name}`).join(", "))}) as absent
where l.outcome = 'done' order by l.id`;

interface RecordRow {
  readonly revision: string;
  readonly direction: LogRecord["direction"];
  readonly checksum: string | null;
  readonly effect: string | null;
  readonly heads_before: readonly string[] | null;
  readonly heads_after: readonly string[] | null;
  readonly vouched: readonly string[] | null;
}

export function recordOf(row: object): LogRecord {
  // as readRecordsSql names them
  const { revision, direction, checksum, effect, heads_before: headsBefore, heads_after: headsAfter, vouched } = row as RecordRow;
  return {
    revision,
    direction,
    ...(checksum === null ? {} : { checksum }),
    ...(effect === null ? {} : { effect }),
    ...(headsBefore === null ? {} : { headsBefore }),
    ...(headsAfter === null ? {} : { headsAfter }),
    ...(vouched === null ? {} : { vouched }),
  };
}

/** Milliseconds since a moment. */
const since = (start: Sql): Sql => sql`(extract(epoch from clock_timestamp() - ${start}) * 1000)::bigint`;

/** The row of a step that runs in one transaction, written in that transaction. */
export const insertDoneSql = (table: Name, entry: LogEntry, statements: number): Sql =>
  sql`insert into ${table} (revision, direction, outcome, started_at, finished_at, duration_ms, statements_done, checksum, mig_version,
    ${later})
values (${literal(entry.revision)}, ${literal(entry.direction)}, 'done', now(), clock_timestamp(), ${since(raw("now()"))},
    ${count(statements)}, ${orNull(entry.checksum)}, ${literal(migVersion())}, ${laterValues(entry)})`;

/** The row of a step that failed and left nothing. */
export const insertFailedSql = (table: Name, entry: LogEntry, sqlState: string): Sql =>
  sql`insert into ${table} (revision, direction, outcome, started_at, finished_at, checksum, mig_version, error)
values (${literal(entry.revision)}, ${literal(entry.direction)}, 'failed', now(), now(), ${orNull(entry.checksum)},
    ${literal(migVersion())}, ${literal(sqlState)})`;

/** The first mark of a step. */
export const insertMarkSql = (table: Name, entry: LogEntry, { done, hash }: Progress, resume: Sql): Sql =>
  sql`insert into ${table} (revision, direction, outcome, started_at, statements_done, statements_hash, checksum, mig_version, resume,
    ${later})
values (${literal(entry.revision)}, ${literal(entry.direction)}, 'unfinished', now(), ${count(done)}, ${literal(hash)},
    ${orNull(entry.checksum)}, ${literal(migVersion())}, ${resume}, ${laterValues(entry)}) returning id::text as id`;

export interface Progress {
  readonly done: number;
  readonly hash: string;
}

/** A later mark. It fails, by a division by zero, if the row is gone. */
export const moveMarkSql = (table: Name, id: string, entry: LogEntry, progress: Progress, resume: Sql): Sql =>
  updateMark(table, id, progress, sql`checksum = ${orNull(entry.checksum)}, resume = ${resume}`);

/**
 * The last mark, which ends the step and deletes what was needed to continue. It gets a new id, so that ids are in the order in which
 * steps ended.
 */
export const endMarkSql = (table: Name, id: string, entry: LogEntry, progress: Progress): Sql =>
  updateMark(
    table,
    id,
    progress,
    sql`id = default, outcome = 'done', finished_at = clock_timestamp(), duration_ms = ${since(raw("started_at"))},
    checksum = ${orNull(entry.checksum)}, resume = null, (${later}) = (${laterValues(entry)})`,
  );

function updateMark(table: Name, id: string, { done, hash }: Progress, changes: Sql): Sql {
  const update = sql`update ${table} set statements_done = ${count(done)}, statements_hash = ${literal(hash)}, ${changes}
    where id = ${literal(id)} returning 1`;
  return sql`with moved as (${update}) select 1 / (count(*) = 1)::int as moved from moved`;
}

/** A stamp ends open marks. */
export const abandonMarksSql = (table: Name): Sql =>
  sql`update ${table} set outcome = 'abandoned', finished_at = now(), resume = null where outcome = 'unfinished'`;

const count = (value: number): Sql => raw(String(value));
const orNull = (text: string | undefined): Sql => (text === undefined ? raw("null") : literal(text));
const textArray = (texts: readonly string[] | undefined): Sql =>
  texts === undefined ? raw("null") : sql`array[${texts.map(literal)}]::text[]`;
const later = raw(recordColumns.map(({ name }) => name).join(", "));
const laterValues = ({ effect, headsBefore, headsAfter, vouched }: LogEntry): Sql =>
  sql`${orNull(effect)}, ${textArray(headsBefore)}, ${textArray(headsAfter)}, ${textArray(vouched)}`;
