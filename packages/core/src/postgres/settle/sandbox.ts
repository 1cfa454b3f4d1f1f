import type { Expression } from "../../operation/object-kind.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { columnsOf, type Column } from "../objects/relations/columns.ts";
import { pinnedPath, printAlike } from "../session/pins.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { dollarQuoted, quoteLiteral } from "../sql/literal.ts";
import { isTypeText, readSingleExpression } from "../expression/single-expression.ts";

/**
 * One text that asks the server how it prints expressions. They become defaults and check constraints of temporary
 * tables, which are parsed and printed but never evaluated, in a transaction that is rolled back.
 */
export interface Sandbox {
  readonly text: string;
  /** Position, from the end, of the result with rows of `key` and `text`. */
  readonly resultFromEnd: number;
  /** The key of an expression's row. An expression that the server refuses has none. */
  readonly keyOf: (expression: Expression) => string | undefined;
}

/** Something to try. If it fails, each of the steps instead is tried for itself. */
interface Job {
  readonly attempt: string;
  readonly instead: readonly string[];
}

/** A column or constraint, with the command that adds it to a table that is there. */
interface Part {
  readonly clause: string;
  readonly command: readonly string[];
}

/** As many defaults share a table: so one that is refused makes few others go the slow way. */
const defaultsInTable = 40;

/** `schema` has the columns that expressions may name. */
export function buildSandbox(expressions: Iterable<Expression>, schema: DatabaseSchema): Sandbox {
  const keys = new Map<Expression, string>();
  const places = new Map<string, Place>();
  const keysOfTexts = new Map<string, string>();
  const placeOf = placesIn(schema);
  for (const expression of expressions) {
    const place = placeOf(expression);
    if (place === undefined) continue;
    const where = JSON.stringify(place);
    const identity = JSON.stringify([where, expression.as, expression.text]);
    const key = keysOfTexts.get(identity) ?? `mig_settle_${keysOfTexts.size}`;
    keys.set(expression, key);
    if (keysOfTexts.has(identity)) continue;
    keysOfTexts.set(identity, key);
    const found = places.get(where) ?? { ...place, asked: [] };
    places.set(where, found);
    found.asked.push({ key, expression });
  }
  return { text: sandboxText(jobsOf([...places.values()])), resultFromEnd: 2, keyOf: (expression) => keys.get(expression) };
}

interface Asked {
  readonly key: string;
  readonly expression: Expression;
}

/** Where expressions can be asked together. The same text on columns of the same names and types is asked once, whatever the table. */
interface PlaceKey {
  /** Clauses of the columns that the text names. Absent: for defaults, which name none. */
  readonly columns?: readonly string[];
  /** The table's name, if the text says it. */
  readonly name?: string;
}

interface Place extends PlaceKey {
  readonly asked: Asked[];
}

/** Undefined where a text is no single expression: it is not asked. */
function placesIn(schema: DatabaseSchema): (expression: Expression) => PlaceKey | undefined {
  const columnsByTable = new Map<string, readonly Column[]>();
  return ({ as, text, type, table }) => {
    const read = readSingleExpression(text);
    if (read === undefined || (as === "default" && (type === undefined || !isTypeText(type)))) return undefined;
    if (as === "default") return {};
    const at = JSON.stringify([table.schema, table.name]);
    const columns = columnsByTable.get(at) ?? columnsOf(schema, table);
    columnsByTable.set(at, columns);
    const named = columns.filter((column) => read.names.has(column.name)).flatMap(columnClause);
    return { columns: named, ...(read.names.has(table.name) ? { name: table.name } : {}) };
  };
}

function columnClause({ name, type, collation }: Column): readonly string[] {
  if (!isTypeText(type) || (collation !== undefined && !isTypeText(collation))) return [];
  return [`${quoteIdentifier(name)} ${type}${collation === undefined ? "" : ` collate ${collation}`}`];
}

const jobsOf = (places: readonly Place[]): readonly Job[] =>
  places.flatMap((place, at) =>
    place.columns === undefined ? chunks(place.asked, defaultsInTable).map(defaultsJob) : tableJobs(place, place.columns, at),
  );

function defaultsJob(asked: readonly Asked[], at: number): Job {
  const parts = asked.map(({ key, expression: { type = "", text } }) => ({
    clause: `${key} ${type} default (${text}\n)`,
    command: [`add column ${key} ${type}`, `alter column ${key} set default (${text}\n)`],
  }));
  return createJob(`pg_temp.mig_settle_defaults_${at}`, parts);
}

/** A table with the columns that the expressions name, under its own name where they name that too. */
function tableJobs({ name, asked }: Place, columns: readonly string[], at: number): readonly Job[] {
  const alias = `mig_settle_table_${at}`;
  const table = `pg_temp.${name === undefined ? alias : quoteIdentifier(name)}`;
  const create = createJob(table, [
    ...columns.map((clause) => ({ clause, command: [`add column ${clause}`] })),
    ...asked.map(({ key, expression }) => {
      const clause = `constraint ${key} check (${conditionOf(expression)})`;
      return { clause, command: [`add ${clause} not valid`] };
    }),
  ]);
  return name === undefined ? [create] : [create, { attempt: `alter table ${table} rename to ${alias}`, instead: [] }];
}

const conditionOf = ({ as, text }: Expression): string => (as === "condition" ? `${text}\n` : `((${text}\n)) is not null`);

const createJob = (table: string, parts: readonly Part[]): Job => ({
  attempt: `create table ${table} (${parts.map(({ clause }) => clause).join(", ")})`,
  instead: [`create table ${table} ()`, ...parts.flatMap(({ command }) => command.map((step) => `alter table ${table} ${step}`))],
});

/** The first temporary table stands for itself, so that a missing right is an error and not an empty answer. */
function sandboxText(jobs: readonly Job[]): string {
  return [
    "begin read write",
    printAlike,
    "set local client_min_messages = error",
    "create temporary table mig_settle ()",
    doBlock(jobs),
    pinnedPath,
    `select a.attname::text as key, pg_catalog.pg_get_expr(d.adbin, d.adrelid) as text
      from pg_catalog.pg_class c
      join pg_catalog.pg_attrdef d on d.adrelid = c.oid
      join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where c.relnamespace = pg_catalog.pg_my_temp_schema()
    union all
    select conname::text, pg_catalog.pg_get_expr(conbin, conrelid)
      from pg_catalog.pg_constraint where connamespace = pg_catalog.pg_my_temp_schema() and contype = 'c'`,
    "rollback",
  ].join(";\n");
}

function doBlock(jobs: readonly Job[]): string {
  const rows = jobs.map(
    ({ attempt, instead }) =>
      `(${quoteLiteral(attempt)}::pg_catalog.text, array[${instead.map(quoteLiteral).join(", ")}]::pg_catalog.text[])`,
  );
  const body = `
declare
  job record;
  step pg_catalog.text;
begin
  for job in select * from (values ${rows.join(",\n")}) as jobs (attempt, instead) loop
    begin
      execute job.attempt;
    exception when others then
      foreach step in array job.instead loop
        begin
          execute step;
        exception when others then
          null;
        end;
      end loop;
    end;
  end loop;
end`;
  return `do ${dollarQuoted(body)}`;
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const found: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  return found;
}
