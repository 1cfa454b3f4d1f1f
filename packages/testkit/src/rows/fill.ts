import type pg from "pg";
import { prepared, withClient } from "../query-rows.ts";
import { columnsQuery, type ColumnRow } from "./columns.ts";
import { candidatesOf } from "./values.ts";

/** Rounds over the tables: a table is filled after those that it refers to. */
const rounds = 3;

/**
 * Puts made-up rows into every table that is empty: the same in each run, of all types, with NULLs where they may be. What
 * the constraints of a table refuse is left out, so a table may end up with fewer rows, or none.
 */
export async function fillTables(url: string, { rows = 4 }: { readonly rows?: number } = {}): Promise<void> {
  await withClient(url, async (client) => {
    const { rows: columns } = await client.query<ColumnRow>(prepared(columnsQuery));
    const tables = new Map<string, ColumnRow[]>();
    for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
    const waiting = new Set<string>();
    for (const table of tables.keys()) {
      const { rows: found } = await client.query(`select from ${table} limit 1`);
      if (found.length === 0) waiting.add(table);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const table of waiting) {
        const made = await fillTable(client, table, { columns: tables.get(table) ?? [], rows });
        if (made > 0) waiting.delete(table);
      }
    }
    await advanceSequences(client);
  });
}

/** Takes a number from each sequence that is still where it began. */
async function advanceSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sequence: string }>(`
    select format('%I.%I', schemaname, sequencename) as sequence from pg_sequences where last_value is null and schemaname !~ '^pg_' order by 1`);
  for (const { sequence } of rows) await client.query("select nextval($1::regclass)", [sequence]);
}

async function fillTable(
  client: pg.Client,
  table: string,
  { columns, rows }: { readonly columns: readonly ColumnRow[]; readonly rows: number },
): Promise<number> {
  let made = 0;
  for (let row = 0; row < rows; row += 1) {
    for (const sql of insertsOf(table, columns, row)) {
      if (!(await isTaken(client, sql))) continue;
      made += 1;
      break;
    }
  }
  return made;
}

/** Whether the server takes a row. What a constraint, a trigger or a rule refuses is no error here. */
async function isTaken(client: pg.Client, sql: string): Promise<boolean> {
  try {
    await client.query(sql);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (/^(?:22|23|P0|55000)/u.test(code)) return false; // P0: raised by a trigger, 55000: a sequence at its end
    throw new Error(`${String(error)} in\n${sql}`, { cause: error });
  }
}

/** One row in several versions, the fullest first. */
function insertsOf(table: string, columns: readonly ColumnRow[], row: number): readonly string[] {
  if (columns.length === 0) return [`insert into ${table} default values`];
  const isSparse = row % 3 === 2;
  const versions = [0, 1, 2].map((version) =>
    columns.map((column) => valueOf(column, { row, version, isSparse: isSparse || version === 2 })),
  );
  const names = columns.map(({ name }) => name).join(", ");
  return versions.map((values) => `insert into ${table} (${names}) values (${values.join(", ")})`);
}

function valueOf(
  column: ColumnRow,
  { row, version, isSparse }: { readonly row: number; readonly version: number; readonly isSparse: boolean },
): string {
  if (column.target_table !== null) {
    const found = `(select ${column.target_column ?? ""} from ${column.target_table} order by ctid offset ${row} limit 1)`;
    return column.not_null ? found : isSparse ? "null" : found;
  }
  if (isSparse && !column.not_null) return "null";
  const candidates = candidatesOf(column, row);
  return candidates[Math.min(version, candidates.length - 1)] ?? "null";
}
