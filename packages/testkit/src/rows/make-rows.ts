import type { Query } from "../query-rows.ts";
import type { ColumnRow } from "./columns.ts";
import { readFacts, type Reference, type TableFacts } from "./table-facts.ts";
import { candidatesOf } from "./values.ts";

export interface RowAmount {
  /** For each table. */
  readonly rows: number;
  /** Whether some rows have NULL wherever they may. */
  readonly nulls: boolean;
  /** Number of the first row: rows of another number are others. */
  readonly from?: number;
  /** Tables by their plain name that get none. */
  readonly exclude?: readonly string[];
}

export interface MadeRows {
  /** How many each table got, by its name as SQL writes it. */
  readonly made: ReadonlyMap<string, number>;
  /** Tables for which no row could be made, and why: what the server said last. */
  readonly without: readonly { readonly table: string; readonly problem: string }[];
}

/** Tries for one row. Each changes the values that the server's last answer was about. */
const tries = 60;

/**
 * Puts made-up rows into all tables, the same ones in each run. What the server refuses is tried with other values of the columns that the
 * refused rule is about: a check, a key, a reference, the bounds of partitions. Values that a rule mentions are among those that are tried.
 */
export async function makeRows(ask: Query, amount: RowAmount): Promise<MadeRows> {
  const facts = await readFacts(ask, amount.exclude ?? []);
  const made = new Map(facts.map(({ name }) => [name, 0]));
  const problems = new Map<string, string>();
  let waiting = facts;
  while (waiting.length > 0) {
    const later: TableFacts[] = [];
    for (const table of waiting) {
      const needed = await missingTarget(ask, table);
      const problem = needed === undefined ? await fill(ask, table, { ...amount, made }) : `it refers to ${needed}, which has no rows`;
      if (problem === undefined) continue;
      problems.set(table.name, problem);
      later.push(table);
    }
    if (later.length === waiting.length) break;
    waiting = later;
  }
  return { made, without: waiting.map(({ name }) => ({ table: name, problem: problems.get(name) ?? "" })) };
}

/** A table that it must refer to and that is empty. It may refer to itself. */
async function missingTarget(ask: Query, { name, columns, references }: TableFacts): Promise<string | undefined> {
  const needed = new Set(columns.filter((column) => column.not_null).map((column) => column.name));
  for (const { target, columns: of } of references) {
    if (target === name || !of.every((column) => needed.has(column))) continue;
    if ((await ask(`select from ${target} limit 1`)).length === 0) return target;
  }
  return undefined;
}

/** Gives what the server said last if it took no row. */
async function fill(
  ask: Query,
  table: TableFacts,
  { rows, nulls, from = 0, made }: RowAmount & { readonly made: Map<string, number> },
): Promise<string | undefined> {
  const options = await optionsOf(ask, table);
  let count = 0;
  let problem = "";
  for (let row = from; row < from + rows; row += 1) {
    const said = await insertRow(ask, table, { row, options, isSparse: nulls && row % 3 === 2 });
    if (said === undefined) count += 1;
    else problem = said;
  }
  made.set(table.name, count);
  return count > 0 ? undefined : problem;
}

/** By column: values that its type takes, of those that rules mention. */
type Options = ReadonlyMap<string, readonly string[]>;

async function optionsOf(ask: Query, { columns, mentioned }: TableFacts): Promise<Options> {
  const options = new Map<string, readonly string[]>();
  for (const { name, type } of columns) {
    const good: string[] = [];
    for (const literal of mentioned.get(name) ?? []) {
      const value = `${literal}::${type}`;
      if ((await refusalOf(ask, `select ${value}`)) === undefined) good.push(value);
    }
    if (good.length > 0) options.set(name, good);
  }
  return options;
}

interface Refusal {
  readonly message: string;
  readonly code: string;
  readonly constraint?: string;
  readonly column?: string;
}

/** What the server says against a statement. @throws what is no answer about values */
async function refusalOf(ask: Query, sql: string): Promise<Refusal | undefined> {
  try {
    await ask(sql);
    return undefined;
  } catch (error) {
    const fields = error as {
      readonly code?: unknown;
      readonly constraint?: unknown;
      readonly column?: unknown;
      readonly message?: unknown;
    };
    const code = typeof fields.code === "string" ? fields.code : "";
    if (!/^[0-9A-Z]{5}$/u.test(code) || /^(?:08|57P)/u.test(code)) throw error; // the connection, or a bug
    return {
      message: String(fields.message),
      code,
      ...(typeof fields.constraint === "string" ? { constraint: fields.constraint } : {}),
      ...(typeof fields.column === "string" ? { column: fields.column } : {}),
    };
  }
}

interface Making {
  readonly row: number;
  readonly options: Options;
  readonly isSparse: boolean;
}

/** Gives what the server said last; undefined: it took the row. */
async function insertRow(ask: Query, table: TableFacts, making: Making): Promise<string | undefined> {
  const turns = new Map<string, number>();
  const random = randomFrom(making.row * 7919 + table.name.length);
  let said = "";
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const refusal = await refusalOf(ask, insertText(table, { ...making, turns }));
    if (refusal === undefined) return undefined;
    said = refusal.message;
    const about = columnsAbout(table, refusal);
    // One column has a turn after the other; of several, each may be what is wrong.
    for (const name of about)
      if (about.length === 1 || attempt === 0 || random() < 0.6)
        turns.set(name, (turns.get(name) ?? 0) + 1 + Math.trunc(random() * (about.length === 1 ? 1 : 3)));
  }
  return said;
}

/** The columns whose values a refusal is about. All, if it does not say. */
function columnsAbout({ columns, rules }: TableFacts, { constraint, column, code }: Refusal): readonly string[] {
  const all = columns.map(({ name }) => name);
  if (column !== undefined) return all.filter((name) => name === column || name === `"${column.replaceAll('"', '""')}"`);
  // No partition takes the row: that is a check without a name.
  const found = rules.filter(({ name }) => name === (constraint ?? (code === "23514" ? "" : undefined))).flatMap((rule) => rule.columns);
  return found.length > 0 ? [...new Set(found)] : all;
}

type Choosing = Making & { readonly turns: ReadonlyMap<string, number> };

function insertText(table: TableFacts, choosing: Choosing): string {
  const { name, columns } = table;
  if (columns.length === 0) return `insert into ${name} default values`;
  const values = columns.map((column) => valueOf(table, column, choosing));
  return `insert into ${name} (${columns.map((column) => column.name).join(", ")}) values (${values.join(", ")})`;
}

function valueOf(table: TableFacts, column: ColumnRow, choosing: Choosing): string {
  const reference = table.references.find(({ columns }) => columns.includes(column.name));
  // Its sequence goes along, so that it does not give the number again.
  if (reference === undefined && table.numbered.has(column.name) && (choosing.turns.get(column.name) ?? 0) === 0) return "default";
  if (reference === undefined) return plainValue(column, choosing);
  // All columns of one reference come from the same row.
  const turn = Math.max(...reference.columns.map((name) => choosing.turns.get(name) ?? 0));
  const isOptional = reference.columns.some((name) => table.columns.some((one) => one.name === name && !one.not_null));
  if (isOptional && (choosing.isSparse || turn >= 3)) return column.not_null ? referred(reference, column.name, 0) : "null";
  const found = referred(reference, column.name, choosing.row + turn);
  if (reference.target !== table.name) return found;
  // The first row refers to itself.
  const own = table.columns.find(({ name }) => name === reference.targetColumns[reference.columns.indexOf(column.name)]);
  return own === undefined || own.name === column.name ? found : `coalesce(${found}, ${plainValue(own, choosing)})`;
}

/** A value of a row that is there: there may be fewer rows than that. */
function referred({ target, targetColumns, columns }: Reference, column: string, row: number): string {
  const wanted = targetColumns[columns.indexOf(column)] ?? "null";
  return `(select ${wanted} from ${target} order by ctid offset ${row} % (select greatest(count(*), 1) from ${target}) limit 1)`;
}

/** The values of a type first, then those that rules mention, then others of the type. */
function plainValue(column: ColumnRow, { row, options, isSparse, turns }: Choosing): string {
  const turn = turns.get(column.name) ?? 0;
  const mentioned = options.get(column.name) ?? [];
  if (isSparse && !column.not_null && turn === 0) return "null";
  const usual = candidatesOf(column, row);
  const candidates = [...usual.slice(0, 1), ...turned(mentioned, row), ...usual.slice(1)];
  if (turn < candidates.length) return candidates[turn] ?? "null";
  const later = candidatesOf(column, row + 1000 + turn);
  const all = [...later, ...mentioned, ...(column.not_null ? [] : ["null"])];
  return all[(turn + row) % Math.max(all.length, 1)] ?? "null";
}

/** Rows begin with different ones. */
const turned = (values: readonly string[], row: number): readonly string[] => {
  const at = values.length === 0 ? 0 : row % values.length;
  return [...values.slice(at), ...values.slice(0, at)];
};

/** Numbers from 0 to 1, the same after the same seed. */
function randomFrom(seed: number): () => number {
  let state = (seed ^ 0x9e_37_79_b9) >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
