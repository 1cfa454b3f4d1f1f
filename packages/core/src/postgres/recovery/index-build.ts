import type { Ask, Recovery, Remains } from "../../operation/spec.ts";
import { identifier, literal, raw, sql, type QualifiedName, type Sql } from "../sql/sql.ts";
import { asText, type Reader } from "./words.ts";

/** A CREATE INDEX CONCURRENTLY, taken apart. */
interface Build {
  readonly create: "create index" | "create unique index";
  /** Absent: the server makes the name. */
  readonly name?: string;
  readonly table: QualifiedName;
  /** All that follows the table. */
  readonly definition: string;
}

/** An index that is there. */
interface Found {
  readonly oid: string;
  readonly name: string;
  readonly schema: string;
  readonly valid: boolean;
  /** Somebody is building it right now. */
  readonly building: boolean;
  readonly definition: string;
}

/**
 * After a CREATE INDEX CONCURRENTLY that was cut off or failed. What it made is an index that was not there before, on its
 * table, of its name and its definition: if that is valid the statement is done, else it is dropped. No other is touched.
 * Undefined: the statement cannot be read.
 */
export function buildRecovery(reader: Reader, create: Build["create"]): Recovery | undefined {
  reader.take("if not exists");
  const name = reader.take("on") ? undefined : reader.name()?.name;
  if (name !== undefined && !reader.take("on")) return undefined;
  reader.take("only");
  const table = reader.name();
  const definition = reader.rest();
  if (table === undefined || definition === "") return undefined;
  const build: Build = { create, ...(name === undefined ? {} : { name }), table, definition };
  return {
    look: sql`select coalesce((select pg_catalog.string_agg(indexrelid::text, ' ') from pg_catalog.pg_index
      where indrelid = pg_catalog.to_regclass(${asText(table)})), '') as seen`,
    judge: (ask, seen) => judge(build, ask, new Set(seen?.split(" "))),
  };
}

async function judge(build: Build, ask: Ask, seen: ReadonlySet<string>): Promise<Remains> {
  const [found = []] = (await ask(foundSql(build).sql)) as readonly (readonly Found[])[]; // as foundSql names them
  const made = found.filter(({ oid }) => !seen.has(oid));
  if (made.length === 0) return { state: "undone" };
  const wanted = await wantedDefinition(build, ask);
  const ours = made.filter(({ definition }) => wanted !== undefined && afterTable(definition) === wanted);
  if (ours.some(({ valid }) => valid)) return { state: "done" };
  const first = ours
    .filter(({ building }) => !building)
    .map(({ schema, name }) => sql`drop index concurrently if exists ${{ schema, name }}`);
  return first.length === 0 ? { state: "undone" } : { state: "undone", first };
}

const foundSql = ({ name, table }: Build): Sql => sql`select i.indexrelid::text as oid, c.relname::text as name, n.nspname::text as schema,
  i.indisvalid and i.indisready and i.indislive as valid,
  exists (select from pg_catalog.pg_stat_progress_create_index p where p.index_relid = i.indexrelid) as building,
  pg_catalog.pg_get_indexdef(i.indexrelid) as definition
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where i.indrelid = pg_catalog.to_regclass(${asText(table)})
  ${name === undefined ? raw("") : sql`and c.relname = ${literal(name)}::pg_catalog.name`}`;

/**
 * How the server prints what the statement asks for: it makes the index on an empty copy of the table, and takes both back. Undefined: it
 * cannot.
 */
async function wantedDefinition({ create, table, definition }: Build, ask: Ask): Promise<string | undefined> {
  const copy = sql`pg_temp.${identifier(table.name)}`;
  const script = [
    sql`begin`,
    sql`create temporary table ${identifier(table.name)} (like ${table}) on commit drop`,
    sql`${raw(create)} on ${copy} ${raw(definition)}`,
    sql`select pg_catalog.pg_get_indexdef(indexrelid) as definition from pg_catalog.pg_index
      where indrelid = pg_catalog.to_regclass(${literal(copy.sql)})`,
  ];
  try {
    const results = await ask(script.map((statement) => statement.sql).join("\n;\n"));
    const row = results.at(-1)?.[0];
    return row !== undefined && "definition" in row && typeof row.definition === "string" ? afterTable(row.definition) : undefined;
  } catch {
    return undefined; // such as a column that is gone, or no right to make temporary tables
  } finally {
    await ask("rollback");
  }
}

const head =
  /^CREATE (?<unique>UNIQUE )?INDEX (?:"(?:[^"]|"")*"|[^ "]+) ON (?:ONLY )?(?:(?:"(?:[^"]|"")*"|[^ ".]+)\.)?(?:"(?:[^"]|"")*"|[^ ".]+) /u;

/** A definition without the names of the index and its table. */
function afterTable(definition: string): string {
  const unique = head.exec(definition)?.groups?.["unique"] ?? "";
  return unique + definition.replace(head, "");
}
