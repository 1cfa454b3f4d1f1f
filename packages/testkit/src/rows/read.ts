import { prepared, withClient, type Query } from "../query-rows.ts";

/** The rows of a table as text, in no order that means anything. */
export interface TableRows {
  /** Names with their types. Generated columns are left out: their values follow from the others. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** The partitioned tables that it is in, and those that it inherits from, as "schema.name". Absent: none. */
  readonly above?: { readonly partitioned: readonly string[]; readonly all: readonly string[] };
  /** It is the position of a sequence. Absent: it is a table. */
  readonly sequence?: {
    /** Its column. Absent: none. */
    readonly owner?: string;
    readonly bounds: readonly [bigint, bigint];
  };
}

const tablesQuery = `
select n.nspname || '.' || c.relname as key, format('%I.%I', n.nspname, c.relname) as place,
  coalesce(array_agg(a.attname::text order by a.attname) filter (where a.attname is not null), '{}') as names,
  coalesce(array_agg(format('%I', a.attname) order by a.attname) filter (where a.attname is not null), '{}') as quoted,
  coalesce(array_agg(format_type(a.atttypid, a.atttypmod) order by a.attname) filter (where a.attname is not null), '{}') as types,
  (with recursive up as (
     select i.inhparent as oid from pg_inherits i where i.inhrelid = c.oid union select i.inhparent from up join pg_inherits i on i.inhrelid = up.oid
   ) select json_agg(json_build_array(un.nspname || '.' || u.relname, u.relkind = 'p')) from up join pg_class u on u.oid = up.oid
     join pg_namespace un on un.oid = u.relnamespace) as above
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
group by 1, 2, c.oid order by 1`;

interface TableRow {
  readonly key: string;
  readonly place: string;
  readonly names: readonly string[];
  readonly quoted: readonly string[];
  readonly types: readonly string[];
  readonly above: readonly (readonly [name: string, isPartitioned: boolean])[] | null;
}

/**
 * All rows of all tables, those of partitions and heirs as their own, and the position of all sequences, by "schema.name", printed the same
 * way whatever the database's settings are.
 */
export const readTables = (url: string): Promise<ReadonlyMap<string, TableRows>> =>
  withClient(url, async (client) => {
    for (const [name, value] of Object.entries(printing)) await client.query(`set ${name} = '${value}'`);
    return readTablesBy(async (text) => (await client.query(text.length < 500 ? text : prepared(text))).rows); // not those of single tables
  });

const printing = { timezone: "UTC", datestyle: "ISO", intervalstyle: "postgres", bytea_output: "hex", extra_float_digits: "1" };

/** The same on an open connection, with its settings. */
export async function readTablesBy(ask: Query): Promise<ReadonlyMap<string, TableRows>> {
  const tables = (await ask(tablesQuery)) as unknown as readonly TableRow[]; // as the query names them
  const read = new Map<string, TableRows>();
  for (const { key, place, names, quoted, types, above } of tables) {
    const rows = await ask(`select array[${quoted.map((name) => `${name}::text`).join(", ")}]::text[] as cells from only ${place}`);
    read.set(key, {
      columns: names.map((name, at) => ({ name, type: types[at] ?? "" })),
      rows: rows.map(({ cells }) => cells as readonly (string | null)[]),
      ...(above === null ? {} : { above: aboveOf(above) }),
    });
  }
  for (const [key, position] of await readPositions(ask)) read.set(key, position);
  return read;
}

const aboveOf = (above: NonNullable<TableRow["above"]>): NonNullable<TableRows["above"]> => ({
  partitioned: above.filter(([, isPartitioned]) => isPartitioned).map(([name]) => name),
  all: above.map(([name]) => name),
});

interface SequenceRow {
  readonly key: string;
  readonly place: string;
  readonly owner: string | null;
  readonly min: string;
  readonly max: string;
}

/** The position of each sequence, as a table of one row. */
async function readPositions(ask: Query): Promise<ReadonlyMap<string, TableRows>> {
  const sequences = (await ask(`
    select n.nspname || '.' || c.relname as key, format('%I.%I', n.nspname, c.relname) as place, s.seqmin::text as min, s.seqmax::text as max,
      (select tn.nspname || '.' || t.relname || '.' || a.attname from pg_depend d join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
         join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
       where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')) as owner
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`)) as unknown as readonly SequenceRow[]; // as the query names them
  const read = new Map<string, TableRows>();
  for (const { key, place, owner, min, max } of sequences) {
    const rows = await ask(`select last_value::text as last, is_called::text as called from ${place}`);
    read.set(key, {
      columns: ["last_value", "is_called"].map((name) => ({ name, type: "position" })),
      rows: rows.map(({ last, called }) => [String(last), String(called)]),
      sequence: { ...(owner === null ? {} : { owner }), bounds: [BigInt(min), BigInt(max)] },
    });
  }
  return read;
}

/** Whether a column's values are to be the same on both sides. */
export type IsKept = (column: { readonly table: string; readonly name: string; readonly types: readonly [string, string] }) => boolean;

/**
 * The rows that two readings have in common by their kept columns, as text to compare: row by row, so that values which changed
 * rows are seen too. Tables that only one of them has are left out.
 */
export function sharedRows(
  left: ReadonlyMap<string, TableRows>,
  right: ReadonlyMap<string, TableRows>,
  isKept: IsKept,
): readonly [string, string] {
  const texts: [string[], string[]] = [[], []];
  for (const [table, had] of left) {
    const has = right.get(table);
    if (has === undefined) continue;
    const types = new Map(has.columns.map(({ name, type }) => [name, type]));
    const names = had.columns.flatMap(({ name, type }) => {
      const other = types.get(name);
      return other !== undefined && isKept({ table, name, types: [type, other] }) ? [name] : [];
    });
    texts[0].push(tableText(table, names, had));
    texts[1].push(tableText(table, names, has));
  }
  return [texts[0].join("\n"), texts[1].join("\n")];
}

function tableText(table: string, names: readonly string[], { columns, rows }: TableRows): string {
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  const lines = rows.map((row) => JSON.stringify(places.map((at) => row[at] ?? null))).toSorted();
  return [`${table} (${names.join(", ")})`, ...lines].join("\n");
}
