import type pg from "pg";
import { withClient } from "../query-rows.ts";
import { candidatesOf, type ValueType } from "./values.ts";

interface ColumnRow extends ValueType {
  readonly table: string;
  readonly name: string;
  readonly not_null: boolean;
  /** The foreign key that it is the first column of: the referenced table and column, quoted. Null: none. */
  readonly target_table: string | null;
  readonly target_column: string | null;
}

/** Tables with the columns that an INSERT may name, in their order; names are quoted. */
const columnsQuery = `
select format('%I.%I', n.nspname, c.relname) as "table", format('%I', a.attname) as name, a.attnotnull as not_null,
  format_type(a.atttypid, a.atttypmod) as type, t.typcategory::text as category,
  (select array_agg(quote_literal(e.enumlabel) order by e.enumsortorder)
     from pg_enum e where e.enumtypid = case t.typcategory when 'A' then coalesce(nullif(t.typelem, 0), b.typelem) else coalesce(nullif(t.typbasetype, 0), t.oid) end) as labels,
  format_type(coalesce(nullif(b.oid, 0), t.oid), null) as base, format_type(nullif(t.typelem, 0), null) as element,
  f.target_table, f.target_column
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
join pg_type t on t.oid = a.atttypid
left join pg_type b on b.oid = t.typbasetype
left join lateral (
  select format('%I.%I', tn.nspname, tc.relname) as target_table, format('%I', ta.attname) as target_column
  from pg_constraint k
  cross join lateral unnest(k.conkey, k.confkey) as pair (own, target)
  join pg_class tc on tc.oid = k.confrelid join pg_namespace tn on tn.oid = tc.relnamespace
  join pg_attribute ta on ta.attrelid = k.confrelid and ta.attnum = pair.target
  where k.contype = 'f' and k.conrelid = c.oid and pair.own = a.attnum
  order by k.oid limit 1
) f on true
where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by c.oid, a.attnum`;

/** Rounds over the tables: a table is filled after those that it refers to. */
const rounds = 3;

/**
 * Puts made-up rows into every table that is empty: the same in each run, of all types, with NULLs where they may be. What
 * the constraints of a table refuse is left out, so a table may end up with fewer rows, or none.
 */
export async function fillTables(url: string, { rows = 4 }: { readonly rows?: number } = {}): Promise<void> {
  await withClient(url, async (client) => {
    const { rows: columns } = await client.query<ColumnRow>(columnsQuery);
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
  });
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
