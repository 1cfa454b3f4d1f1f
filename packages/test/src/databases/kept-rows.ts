import type { Session } from "@migts/core/project";
import { quoteText } from "./sql-text.ts";

/** The rows that a template has, by the name of the table, in an order in which they can be inserted. */
export interface KeptRows {
  readonly tables: readonly KeptTable[];
}

interface KeptTable {
  readonly name: string;
  /** Statements that insert its rows. Absent: triggers or a cycle of references are in the way. */
  readonly inserts?: readonly string[];
}

/** Rows in one statement. */
const batchSize = 500;

/** Reads the rows of tables. */
export async function readKeptRows(session: Session, names: readonly string[]): Promise<KeptRows> {
  if (names.length === 0) return { tables: [] };
  const rows = await session.query(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
       (select pg_catalog.array_agg(pg_catalog.format('%I', a.attname) order by a.attnum) from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) order by a.attnum) from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as types,
       exists (select from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
       array(select distinct pg_catalog.format('%I.%I', tn.nspname, tc.relname) from pg_catalog.pg_constraint k
         join pg_catalog.pg_class tc on tc.oid = k.confrelid join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as targets
     from pg_catalog.unnest(array[${names.map(quoteText).join(", ")}]) given (name)
     join pg_catalog.pg_class c on c.oid = given.name::pg_catalog.regclass join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
  );
  const found = rows as unknown as readonly TableRow[]; // as the query names them
  const tables: KeptTable[] = [];
  for (const table of inOrder(found))
    tables.push(table.triggers ? { name: table.name } : { name: table.name, inserts: await insertsOf(session, table) });
  const ordered = new Set(tables.map(({ name }) => name));
  return { tables: [...tables, ...found.filter(({ name }) => !ordered.has(name)).map(({ name }) => ({ name }))] };
}

interface TableRow {
  readonly name: string;
  readonly columns: readonly string[] | null;
  readonly types: readonly string[] | null;
  readonly triggers: boolean;
  readonly targets: readonly string[];
}

/** Those that are referred to first. Those in a cycle are left out. */
function inOrder(tables: readonly TableRow[]): readonly TableRow[] {
  const ordered: TableRow[] = [];
  let waiting = tables;
  for (;;) {
    const names = new Set(waiting.map(({ name }) => name));
    const ready = waiting.filter(({ targets }) => !targets.some((target) => names.has(target)));
    if (ready.length === 0) return ordered;
    ordered.push(...ready);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
}

/** Values go as texts: what a type prints, it reads. */
async function insertsOf(session: Session, { name, columns, types }: TableRow): Promise<readonly string[]> {
  if (columns === null || types === null) return [];
  const rows = await session.query(
    `select array[${columns.map((column) => `${column}::text`).join(", ")}]::text[] as cells from only ${name} order by ctid`,
  );
  const lines = rows.map(({ cells }) => {
    // as the query gives them
    const values = (cells as readonly (string | null)[]).map((cell, at) =>
      cell === null ? "null" : `${quoteText(cell)}::${types[at] ?? "text"}`,
    );
    return `(${values.join(", ")})`;
  });
  const into = `insert into ${name} (${columns.join(", ")}) overriding system value values `;
  return Array.from(
    { length: Math.ceil(lines.length / batchSize) },
    (_, at) => into + lines.slice(at * batchSize, (at + 1) * batchSize).join(", "),
  );
}

/** The statements that fill these tables. Undefined: one cannot be filled. */
export function restoreRows({ tables }: KeptRows, names: readonly string[]): readonly string[] | undefined {
  const wanted = tables.filter(({ name }) => names.includes(name));
  if (wanted.length < names.length || wanted.some(({ inserts }) => inserts === undefined)) return undefined;
  return wanted.flatMap(({ inserts = [] }) => inserts);
}
