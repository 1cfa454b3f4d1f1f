import type { Query } from "../query-rows.ts";
import { columnsQuery, type ColumnRow } from "./columns.ts";

/** Columns whose values go together: of a key, a check, or a reference. */
export interface Rule {
  /** As errors name it. */
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Reference extends Rule {
  readonly target: string;
  readonly targetColumns: readonly string[];
}

/** What decides which rows a table takes. All names are quoted. */
export interface TableFacts {
  readonly name: string;
  readonly columns: readonly ColumnRow[];
  readonly references: readonly Reference[];
  readonly rules: readonly Rule[];
  /** Values that its checks, the domains of its columns and the bounds of its partitions mention, by column: literals of SQL. */
  readonly mentioned: ReadonlyMap<string, readonly string[]>;
  /** Columns that a sequence numbers. */
  readonly numbered: ReadonlySet<string>;
}

const names = (relation: string, numbers: string): string =>
  `array(select pg_catalog.format('%I', a.attname) from pg_catalog.unnest(${numbers}) with ordinality number (attnum, at)
    join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = number.attnum order by number.at)`;

const rulesQuery = `
select pg_catalog.format('%I.%I', n.nspname, c.relname) as "table", k.conname::text as name, k.contype::text as kind,
  case when k.contype = 'c' and coalesce(pg_catalog.cardinality(k.conkey), 0) = 0 then '{}' else ${names("c.oid", "k.conkey")} end as columns,
  case when k.contype = 'f' then pg_catalog.format('%I.%I', tn.nspname, tc.relname) end as target,
  case when k.contype = 'f' then ${names("k.confrelid", "k.confkey")} else '{}' end as target_columns,
  case when k.contype = 'c' then pg_catalog.pg_get_constraintdef(k.oid) end as text
from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_class tc on tc.oid = k.confrelid left join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
where k.contype in ('c', 'f', 'p', 'u', 'x') and k.conparentid = 0
union all
select pg_catalog.format('%I.%I', n.nspname, c.relname), ic.relname::text, 'u', ${names("c.oid", "i.indkey::int2[]")}, null, '{}',
  pg_catalog.pg_get_expr(i.indpred, i.indrelid)
from pg_catalog.pg_index i join pg_catalog.pg_class ic on ic.oid = i.indexrelid join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where i.indisunique and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
union all
select pg_catalog.format('%I.%I', n.nspname, c.relname), '', 'b', ${names("c.oid", "p.partattrs::int2[]")}, null, '{}',
  (with recursive below as (select inhrelid from pg_catalog.pg_inherits where inhparent = c.oid
     union all select i.inhrelid from below b join pg_catalog.pg_inherits i on i.inhparent = b.inhrelid)
   select string_agg(pg_catalog.pg_get_expr(pc.relpartbound, pc.oid), ' ') from below b join pg_catalog.pg_class pc on pc.oid = b.inhrelid)
from pg_catalog.pg_partitioned_table p join pg_catalog.pg_class c on c.oid = p.partrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
union all
select pg_catalog.format('%I.%I', n.nspname, c.relname), k.conname::text, 'd', array[pg_catalog.format('%I', a.attname)], null, '{}',
  pg_catalog.pg_get_constraintdef(k.oid)
from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_type t on t.oid = a.atttypid and t.typtype = 'd' join pg_catalog.pg_constraint k on k.contypid = t.oid and k.contype = 'c'
where a.attnum > 0 and not a.attisdropped`;

const numberedQuery = `
select pg_catalog.format('%I.%I', n.nspname, c.relname) as "table", pg_catalog.format('%I', a.attname) as name
from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and (a.attidentity = 'd' or pg_catalog.pg_get_expr(d.adbin, d.adrelid) ~ '^nextval\\(')`;

interface RuleRow {
  readonly table: string;
  readonly name: string;
  /** c: check, f: reference, p, u, x: key, d: check of a domain, b: bounds of partitions. */
  readonly kind: string;
  readonly columns: readonly string[];
  readonly target: string | null;
  readonly target_columns: readonly string[];
  readonly text: string | null;
}

/** Every table that takes rows. */
export async function readFacts(ask: Query, exclude: readonly string[]): Promise<readonly TableFacts[]> {
  const columns = (await ask(columnsQuery)) as unknown as readonly ColumnRow[]; // as the query names them
  const rules = (await ask(rulesQuery)) as unknown as readonly RuleRow[]; // the same
  const numbered = (await ask(numberedQuery)).map(({ table, name }) => `${String(table)} ${String(name)}`);
  const tables = new Map<string, ColumnRow[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  const own = new Map<string, RuleRow[]>();
  for (const rule of rules) own.set(rule.table, [...(own.get(rule.table) ?? []), rule]);
  return [...tables]
    .filter(([name]) => !exclude.includes(name.slice(name.indexOf(".") + 1)))
    .map(([name, list]) => ({
      ...factsOf(name, list, own.get(name) ?? []),
      numbered: new Set(list.map((column) => column.name).filter((column) => numbered.includes(`${name} ${column}`))),
    }));
}

function factsOf(name: string, columns: readonly ColumnRow[], rules: readonly RuleRow[]): Omit<TableFacts, "numbered"> {
  const mentioned = new Map<string, readonly string[]>();
  for (const { columns: about, text } of rules) {
    const literals = text === null ? [] : literalsIn(text);
    for (const column of about) mentioned.set(column, [...new Set([...(mentioned.get(column) ?? []), ...literals])]);
  }
  return {
    name,
    columns,
    rules: rules.map((rule) => ({ name: rule.name, columns: rule.columns })),
    references: rules.flatMap(({ name: called, columns: of, target, target_columns: targetColumns }) =>
      target === null ? [] : [{ name: called, columns: of, target, targetColumns }],
    ),
    mentioned,
  };
}

/** Texts and numbers, and numbers around these: a bound may exclude itself. */
function literalsIn(text: string): readonly string[] {
  const texts = [...text.matchAll(/'(?:[^']|'')*'/gu)].map(([literal]) => literal);
  const numbers = [...text.replaceAll(/'(?:[^']|'')*'|"[^"]*"/gu, " ").matchAll(/(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/gu)].map(([number]) =>
    Number(number),
  );
  return [...texts, ...numbers.flatMap((number) => [number, number + 1, number - 1, number / 2]).map((number) => `'${number}'`)];
}
