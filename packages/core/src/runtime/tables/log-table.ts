import { literal, raw, sql, when, type QualifiedName, type Sql } from "../../postgres/sql/sql.ts";
import { migVersion } from "./mig-version.ts";

type Name = Required<QualifiedName>;

/** What a row of the log is about. */
export interface LogEntry {
  /** "base" where a stamp removed everything. */
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade" | "stamp";
  /** SHA-256 of the revision file's text. Absent: it has no file. */
  readonly checksum?: string;
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
}

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
  error text
)`;

/** Marks that are still open: the last row of their revision says "unfinished". */
export const readMarksSql = (table: Name): Sql =>
  sql`select l.id::text as id, l.revision, l.direction, l.statements_done as "statementsDone", l.statements_hash as "statementsHash"
from ${table} l where l.outcome = 'unfinished' and not exists (select from ${table} m where m.revision = l.revision and m.outcome <> 'failed' and m.id > l.id)
order by l.id`;

/** Milliseconds since a moment. */
const since = (start: Sql): Sql => sql`(extract(epoch from clock_timestamp() - ${start}) * 1000)::bigint`;

/** The row of a step that is done in one transaction, of which it is a part. */
export const insertDoneSql = (table: Name, entry: LogEntry, statements: number): Sql =>
  sql`insert into ${table} (revision, direction, outcome, started_at, finished_at, duration_ms, statements_done, checksum, mig_version)
values (${literal(entry.revision)}, ${literal(entry.direction)}, 'done', now(), clock_timestamp(), ${since(raw("now()"))}, ${count(statements)}, ${checksum(entry)}, ${literal(migVersion())})`;

/** The row of a step that failed and left nothing. */
export const insertFailedSql = (table: Name, entry: LogEntry, sqlState: string): Sql =>
  sql`insert into ${table} (revision, direction, outcome, started_at, finished_at, checksum, mig_version, error)
values (${literal(entry.revision)}, ${literal(entry.direction)}, 'failed', now(), now(), ${checksum(entry)}, ${literal(migVersion())}, ${literal(sqlState)})`;

/** The first mark of a step. */
export const insertMarkSql = (table: Name, entry: LogEntry, { done, hash }: Progress): Sql =>
  sql`insert into ${table} (revision, direction, outcome, started_at, statements_done, statements_hash, checksum, mig_version)
values (${literal(entry.revision)}, ${literal(entry.direction)}, 'unfinished', now(), ${count(done)}, ${literal(hash)}, ${checksum(entry)}, ${literal(migVersion())}) returning id::text as id`;

export interface Progress {
  readonly done: number;
  readonly hash: string;
}

/** A later mark; the last one ends the step. It fails, by a division by zero, if the row is gone. */
export function moveMarkSql(table: Name, id: string, { done, hash }: Progress, end?: "done"): Sql {
  const ending = when(end === "done", () => sql`, outcome = 'done', finished_at = clock_timestamp(), duration_ms = ${since(raw("started_at"))}`);
  const update = sql`update ${table} set statements_done = ${count(done)}, statements_hash = ${literal(hash)}${ending} where id = ${literal(id)} returning 1`;
  return sql`with moved as (${update}) select 1 / (count(*) = 1)::int as moved from moved`;
}

/** What a stamp does with open marks: whoever stamps says where the database is. */
export const abandonMarksSql = (table: Name): Sql => sql`update ${table} set outcome = 'abandoned', finished_at = now() where outcome = 'unfinished'`;

const count = (value: number): Sql => raw(String(value));
const checksum = (entry: LogEntry): Sql => (entry.checksum === undefined ? raw("null") : literal(entry.checksum));
