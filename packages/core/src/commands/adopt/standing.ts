import { quoteIdentifier } from "../../postgres/sql/identifier.ts";
import { MigError } from "../../errors.ts";
import { compare } from "../../runtime/compare/compare.ts";
import { databaseSide, emptySide, type DatabaseSide } from "../../runtime/compare/side.ts";
import type { Session } from "../../runtime/session.ts";
import { readState, type RecordedState } from "../../runtime/tables/heads.ts";
import { schemaOfUrl } from "../../runtime/connection/url-schema.ts";
import type { Project } from "../project/project.ts";
import type { FoundTool } from "./find-tool.ts";
import type { MigrationFile, MigrationRow, MigrationTool } from "./tools/tool.ts";

/** What a tool wrote down in a database, and where mig is there. */
export interface DatabaseHistory {
  /** The tool's table. Absent: it is not there. */
  readonly table?: { readonly schema: string; readonly name: string };
  readonly rows: readonly MigrationRow[];
  /** Nothing is in it but what a new database has, and tables of mig and of the tool. */
  readonly isEmpty: boolean;
  readonly state: RecordedState;
  /** The design, without tables of mig and of the tool. */
  readonly side: DatabaseSide;
}

/** Reads, and changes nothing. */
export async function readHistory(session: Session, project: Project, found: FoundTool | undefined): Promise<DatabaseHistory> {
  const tool = found?.tool;
  const table = tool?.table === undefined ? undefined : await findTable(session, tool.table, project);
  const rows = table === undefined || tool === undefined ? [] : await readRows(session, tool, table);
  const { tables } = project;
  const side = await databaseSide(session, [
    tables.version,
    tables.log,
    ...(table === undefined ? [] : [{ ...table, isAnothers: true as const }]),
  ]);
  const { upgrade, notCompared } = await compare(emptySide, side);
  return {
    ...(table === undefined ? {} : { table }),
    rows: rows.filter(({ key }) => found?.migs.has(key) !== true),
    isEmpty: upgrade.length === 0 && notCompared.length === 0,
    state: await readState(session, tables),
    side,
  };
}

async function readRows(
  session: Session,
  { name, rowsSql }: MigrationTool,
  table: NonNullable<DatabaseHistory["table"]>,
): Promise<readonly MigrationRow[]> {
  if (rowsSql === undefined) return [];
  try {
    return (await session.query(rowsSql(quoted(table)))) as unknown as readonly MigrationRow[]; // as the queries name their columns
  } catch (error) {
    if (!(error instanceof Error) || !("severity" in error)) throw error;
    throw new MigError(
      "ADOPT_TABLE_UNREADABLE",
      { tool: name, table: `${table.schema}.${table.name}`, problem: error.message },
      { cause: error },
    );
  }
}

/** Prefers the schema that the URL names, then public. */
async function findTable(session: Session, name: string, { url }: Project): Promise<DatabaseHistory["table"]> {
  const found = await session.query(
    `select n.nspname::text as schema, c.relname::text as name from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relname = $1 and c.relkind in ('r', 'p')
      order by n.nspname operator(pg_catalog.=) $2 desc, n.nspname operator(pg_catalog.=) 'public' desc, n.nspname limit 1`,
    [name, (url === undefined ? undefined : schemaOfUrl(url)) ?? "public"],
  );
  return found[0] as DatabaseHistory["table"]; // as the query names them
}

const quoted = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  [schema, name].map(quoteIdentifier).join(".");

/** Where a database stands in a tool's history. */
export interface Standing {
  /** What ran here, in the order in which it did, as far as there are files. */
  readonly applied: readonly MigrationFile[];
  /** What did not, in the order of the files. */
  readonly pending: readonly MigrationFile[];
  /** Keys of what began and did not end. */
  readonly failed: readonly string[];
  /** Keys of what was taken back. */
  readonly rolledBack: readonly string[];
  /** What ran here with another text than its file has. */
  readonly edited: readonly MigrationFile[];
  /** Keys of what ran here and has no file, or a folder without one. */
  readonly missing: readonly string[];
}

/** Holds a tool's files against what it wrote down. */
export function standingOf(found: FoundTool, rows: readonly MigrationRow[]): Standing {
  const byKey = new Map(found.files.map((file) => [file.key, file]));
  const keysOf = (state: MigrationRow["state"]): readonly string[] => rows.filter((row) => row.state === state).map(({ key }) => key);
  const applied = rows.filter(({ state }) => state === "applied");
  const ran = new Set(applied.map(({ key }) => key));
  return {
    applied: applied.flatMap(({ key }) => byKey.get(key) ?? []),
    pending: found.files.filter(({ key }) => !ran.has(key)),
    failed: keysOf("failed"),
    rolledBack: keysOf("rolledBack"),
    edited: applied.flatMap(({ key, checksum }) => {
      const file = byKey.get(key);
      return file?.checksums === undefined || checksum === null || file.checksums.includes(checksum) ? [] : [file];
    }),
    missing: applied.filter(({ key }) => isWithoutText(byKey.get(key))).map(({ key }) => key),
  };
}

/** A tool of code has files without SQL; one of SQL that has none has lost it. */
const isWithoutText = (file: MigrationFile | undefined): boolean =>
  file === undefined || (file.sql === undefined && file.file.endsWith(".sql"));
