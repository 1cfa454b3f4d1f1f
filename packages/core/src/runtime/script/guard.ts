import { literal, raw, sql, type QualifiedName, type Sql } from "../../postgres/sql/sql.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import { refusal, type Before } from "./refusal.ts";
import { blockSql, trustBody } from "./trust.ts";

type Name = Required<QualifiedName>;

/** Where a script's next statements belong. */
export interface ScriptPlace {
  readonly tables: MigTables;
  /** What they do: "upgrade ae10". */
  readonly step: string;
  /** Rows of the version table before the step. */
  readonly heads: readonly string[];
  /** How many parts of the step are done before them. Absent: they are its only part. */
  readonly part?: number;
}

/** The setting that records how many parts of a step are done. It is set in the transaction of each part. */
const setting = "mig.part";

export const partSql = ({ step }: Pick<ScriptPlace, "step">, part: number): string =>
  sql`set ${raw(setting)} = ${literal(`${step}, part ${part}`)}`.sql;

/** Keeps other scripts, and runs, from moving the rows before the transaction ends. */
export const lockRowsSql = (table: Name): string => sql`lock table ${table} in share row exclusive mode`.sql;

/** Fails unless mig's tables can be trusted, and the database is where the next statements belong. */
export function guardSql(place: ScriptPlace, before: Before): string {
  const { step, heads } = place;
  const message = literal(
    `${step} was not run: the database is not at ${heads.length === 0 ? "base" : heads.join(", ")}, ` +
      `or an earlier part of this script failed`,
  );
  const hint = literal("Run mig current to see where the database is, and write the script from there.");
  const refuse = raw(refusal({ message, hint }, before));
  return blockSql(sql`${trustBody(place.tables, before)}
if ${isElsewhere(place)} then ${refuse} end if;`);
}

/** It runs with any search_path, so all names are qualified. */
function isElsewhere({ tables: { version: table }, heads, step, part }: ScriptPlace): Sql {
  const count = literal(String(heads.length));
  const all = sql`(select pg_catalog.count(*) from ${table}) operator(pg_catalog.<>) ${count}`;
  const known = sql`(select pg_catalog.count(*) from ${table} where version_num operator(pg_catalog.=) any (array[${heads.map(literal)}])) operator(pg_catalog.<>) ${count}`;
  const rows = heads.length === 0 ? all : sql`${all} or ${known}`;
  if (part === undefined) return rows;
  // Empty in a connection that ran no part.
  const done = sql`pg_catalog.current_setting(${literal(setting)}, true)`;
  return sql`${rows} or (${done} operator(pg_catalog.<>) '' and ${done} operator(pg_catalog.<>) ${literal(`${step}, part ${part}`)})`;
}
