import type { Expression } from "../../operation/object-kind.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { columnsOf } from "../objects/columns.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { isTypeText, readSingleExpression } from "../sql/single-expression.ts";

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
  const keys = new Map<string, string>();
  const defaults: { key: string; expression: Expression }[] = [];
  const tables = new Map<string, { key: string; expression: Expression }[]>();
  for (const expression of expressions) {
    const identity = identityOf(expression);
    if (keys.has(identity) || !isSafe(expression)) continue;
    const key = `mig_settle_${keys.size}`;
    keys.set(identity, key);
    if (expression.as === "default") defaults.push({ key, expression });
    else group(tables, JSON.stringify([expression.table.schema, expression.table.name])).push({ key, expression });
  }
  const jobs = [...chunks(defaults, defaultsInTable).map(defaultsJob), ...[...tables.values()].flatMap((asked, at) => tableJobs(asked, at, schema))];
  return { text: sandboxText(jobs), resultFromEnd: 2, keyOf: (expression) => keys.get(identityOf(expression)) };
}

/** A default does not depend on its table: the same one everywhere is asked once. */
const identityOf = ({ as, text, type, table }: Expression): string => JSON.stringify(as === "default" ? [type, text] : [as, text, table.schema, table.name]);

const isSafe = ({ as, text, type }: Expression): boolean =>
  readSingleExpression(text) !== undefined && (as !== "default" || (type !== undefined && isTypeText(type)));

interface Asked {
  readonly key: string;
  readonly expression: Expression;
}

function defaultsJob(asked: readonly Asked[], at: number): Job {
  const table = `pg_temp.mig_settle_defaults_${at}`;
  const parts = asked.map(({ key, expression: { type = "", text } }) => ({
    clause: `${key} ${type} default (${text}\n)`,
    command: [`add column ${key} ${type}`, `alter column ${key} set default (${text}\n)`],
  }));
  return createJob(table, parts);
}

/** A table with the columns that the expressions name, under its own name where they name that too. */
function tableJobs(asked: readonly Asked[], at: number, schema: DatabaseSchema): readonly Job[] {
  const names = new Set(asked.flatMap(({ expression }) => [...(readSingleExpression(expression.text)?.names ?? [])]));
  const [{ expression: { table } } = { expression: { table: { schema: "", name: "" } } }] = asked;
  const alias = `mig_settle_table_${at}`;
  const name = `pg_temp.${names.has(table.name) ? quoteIdentifier(table.name) : alias}`;
  const columns = columnsOf(schema, table)
    .filter((column) => names.has(column.name) && isTypeText(column.type) && (column.collation === undefined || isTypeText(column.collation)))
    .map((column) => `${quoteIdentifier(column.name)} ${column.type}${column.collation === undefined ? "" : ` collate ${column.collation}`}`);
  const constraints = asked.map(({ key, expression }) => `constraint ${key} check (${conditionOf(expression)})`);
  const create = createJob(name, [
    ...columns.map((clause) => ({ clause, command: [`add column ${clause}`] })),
    ...constraints.map((clause) => ({ clause, command: [`add ${clause} not valid`] })),
  ]);
  return name.endsWith(alias) ? [create] : [create, { attempt: `alter table ${name} rename to ${alias}`, instead: [] }];
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
    "set local standard_conforming_strings = on",
    "set local client_min_messages = error",
    "create temporary table mig_settle ()",
    doBlock(jobs),
    "set local search_path = ''",
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
  const rows = jobs.map(({ attempt, instead }) => `(${quoteLiteral(attempt)}, array[${instead.map(quoteLiteral).join(", ")}]::text[])`);
  const body = `
declare
  job record;
  step text;
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
  const tag = unusedTag(body);
  return `do ${tag}${body}${tag}`;
}

function unusedTag(body: string): string {
  for (let at = 0; ; at += 1) {
    const tag = `$mig${at}$`;
    if (!body.includes(tag)) return tag;
  }
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const found: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  return found;
}

function group<Item>(groups: Map<string, Item[]>, key: string): Item[] {
  const found = groups.get(key) ?? [];
  groups.set(key, found);
  return found;
}
