import type { Expression } from "../../operation/ends.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import { columnsOf, type Column } from "../objects/relations/columns.ts";
import { pinnedPath, printAlike } from "../session/pins.ts";
import { quoteIdentifier } from "../sql/identifier.ts";
import { dollarQuoted, quoteLiteral } from "../sql/literal.ts";
import { printedQuery } from "../expression/printed-expression.ts";
import { isSingleRule, printedRule } from "../expression/rule-text.ts";
import { isTypeText, readSingleExpression } from "../expression/single-expression.ts";
import { askQueries, canStandIn, type AskedQuery, type Schemas } from "./queries.ts";

/**
 * One text that asks the server how it prints expressions. They become defaults and check constraints of temporary
 * tables and domains, which are parsed and printed but never evaluated, in a transaction that is rolled back.
 */
export interface Sandbox {
  readonly text: string;
  /** What the server said, from the results of the text. */
  readonly answers: (results: readonly (readonly object[])[]) => Answers;
}

export interface Answers {
  /** As the server prints it. Undefined: it refused the expression, or was not asked. */
  readonly printed: (expression: Expression) => string | undefined;
  /** Why there is no print, in the server's words. */
  readonly refusal: (expression: Expression) => string | undefined;
}

/** Something to try. If it fails, each of the steps instead is tried for itself. */
interface Job {
  readonly attempt: string;
  readonly instead: readonly Step[];
}

interface Step {
  readonly command: string;
  /** The key of the expression in it. Absent: others need it. */
  readonly key?: string;
}

/** A column or constraint, with the command that adds it to a table or domain that is there. */
interface Part {
  readonly clause: string;
  readonly command: readonly string[];
  readonly key?: string;
}

/** As many defaults share a table: so one that is refused makes few others go the slow way. */
const defaultsInTable = 40;

/** `wanted` has the columns that expressions may name. */
export function buildSandbox(expressions: Iterable<Expression>, { wanted, live }: Schemas): Sandbox {
  const keys = new Map<Expression, string>();
  const places = new Map<string, Place>();
  const keysOfTexts = new Map<string, string>();
  const queries: AskedQuery[] = [];
  const placeOf = placesIn(wanted);
  for (const expression of expressions) {
    const place = placeOf(expression);
    if (place === undefined) continue;
    const where = JSON.stringify(place);
    const identity = JSON.stringify([where, expression.as, "type" in expression ? expression.type : "", expression.text]);
    const key = keysOfTexts.get(identity) ?? `mig_settle_${keysOfTexts.size}`;
    keys.set(expression, key);
    if (keysOfTexts.has(identity)) continue;
    keysOfTexts.set(identity, key);
    if (expression.as === "rule") {
      queries.push({ key, text: expression.text, ruleOn: expression.table, event: expression.event });
      continue;
    }
    if (expression.as === "query") {
      queries.push({ key, text: expression.text, ...(expression.columns === undefined ? {} : { columns: expression.columns }) });
      continue;
    }
    const found = places.get(where) ?? { ...place, asked: [] };
    places.set(where, found);
    found.asked.push({ key, expression });
  }
  const { steps, withOwnNames } = askQueries(queries, { wanted, live });
  const queryJobs = steps.map((step): Job => ({ attempt: step.command, instead: [step] }));
  const asked = new Map(queries.map((query) => [query.key, query]));
  const readPrint = (key: string, text: string): string => {
    const query = asked.get(key);
    if (query === undefined) return text;
    return withOwnNames(printedQuery(query.ruleOn === undefined ? text : printedRule(text)));
  };
  return {
    text: sandboxText([...jobsOf([...places.values()]), ...queryJobs]), // last, since relations in the place of others are found first
    answers: (results) => answersOf(results, keys, readPrint),
  };
}

interface AnswerRow {
  readonly key: string;
  readonly text: string;
}

/** The last results are those of the two queries below and of the rollback. */
function answersOf(
  results: readonly (readonly object[])[],
  keys: ReadonlyMap<Expression, string>,
  readPrint: (key: string, text: string) => string,
): Answers {
  const [printed, refused] = [results.at(-3), results.at(-2)].map(
    (rows = []) => new Map((rows as readonly AnswerRow[]).map(({ key, text }) => [key, text])), // as the queries name them
  );
  return {
    printed: (expression) => {
      const key = keys.get(expression) ?? "";
      const text = printed?.get(key);
      return text === undefined ? undefined : readPrint(key, text);
    },
    refusal: (expression) => {
      const key = keys.get(expression);
      return key === undefined ? "it is not a single expression" : refused?.get(key);
    },
  };
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
  /** The type that the domain is over whose condition it is. */
  readonly domainOver?: string;
  /** The names that a query's columns are given, or what a rule is about. Absent: it is neither. */
  readonly outputs?: readonly string[];
}

interface Place extends PlaceKey {
  readonly asked: Asked[];
}

/** Undefined where a text is no single expression: it is not asked. */
function placesIn(schema: DatabaseSchema): (expression: Expression) => PlaceKey | undefined {
  const columnsByTable = new Map<string, readonly Column[]>();
  return (expression) => {
    if (expression.as === "rule") {
      const { table: on, event } = expression;
      return canStandIn(schema, on) && isSingleRule(expression.text) ? { outputs: [on.schema, on.name, event] } : undefined;
    }
    const read = readSingleExpression(expression.text);
    if (read === undefined) return undefined;
    if (expression.as === "query") return { outputs: expression.columns ?? [] };
    if (expression.as === "default") return isTypeText(expression.type) ? {} : undefined;
    if (expression.as === "domain condition") return isTypeText(expression.type) ? { domainOver: expression.type } : undefined;
    const { table } = expression;
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
  places.flatMap((place, at) => {
    if (place.domainOver !== undefined) return [domainJob(place.domainOver, place.asked, at)];
    return place.columns === undefined ? chunks(place.asked, defaultsInTable).map(defaultsJob) : tableJobs(place, place.columns, at);
  });

function domainJob(type: string, asked: readonly Asked[], at: number): Job {
  const domain = `pg_temp.mig_settle_domain_${at}`;
  const parts = asked.map(({ key, expression }) => ({ key, clause: `constraint ${key} check (${expression.text}\n)` }));
  return {
    attempt: `create domain ${domain} as ${type} ${parts.map(({ clause }) => clause).join(" ")}`,
    instead: [
      { command: `create domain ${domain} as ${type}` },
      ...parts.map(({ key, clause }) => ({ key, command: `alter domain ${domain} add ${clause} not valid` })),
    ],
  };
}

function defaultsJob(asked: readonly Asked[], at: number): Job {
  const parts = asked.map(({ key, expression }) => {
    const type = expression.as === "default" ? expression.type : "";
    return {
      key,
      clause: `${key} ${type} default (${expression.text}\n)`,
      command: [`add column ${key} ${type}`, `alter column ${key} set default (${expression.text}\n)`],
    };
  });
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
      return { key, clause, command: [`add ${clause} not valid`] };
    }),
  ]);
  return name === undefined ? [create] : [create, { attempt: `alter table ${table} rename to ${alias}`, instead: [] }];
}

const conditionOf = ({ as, text }: Expression): string => (as === "condition" ? `${text}\n` : `((${text}\n)) is not null`);

const createJob = (table: string, parts: readonly Part[]): Job => ({
  attempt: `create table ${table} (${parts.map(({ clause }) => clause).join(", ")})`,
  instead: [
    { command: `create table ${table} ()` },
    ...parts.flatMap(({ command, key }) =>
      command.map((step) => ({ command: `alter table ${table} ${step}`, ...(key === undefined ? {} : { key }) })),
    ),
  ],
});

/** The first temporary table takes what the server refuses. It is no job, so that a missing right is an error and not an empty answer. */
function sandboxText(jobs: readonly Job[]): string {
  return [
    "begin read write",
    printAlike,
    "set local client_min_messages = error",
    "create temporary table mig_settle (key pg_catalog.text, text pg_catalog.text)",
    doBlock(jobs),
    pinnedPath,
    `select a.attname::text as key, pg_catalog.pg_get_expr(d.adbin, d.adrelid) as text
      from pg_catalog.pg_class c
      join pg_catalog.pg_attrdef d on d.adrelid = c.oid
      join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where c.relnamespace = pg_catalog.pg_my_temp_schema()
    union all
    select conname::text, pg_catalog.pg_get_expr(conbin, conrelid)
      from pg_catalog.pg_constraint where connamespace = pg_catalog.pg_my_temp_schema() and contype = 'c'
    union all
    select c.relname::text, pg_catalog.pg_get_viewdef(c.oid)
      from pg_catalog.pg_class c where c.relnamespace = pg_catalog.pg_my_temp_schema() and c.relkind = 'v'
    union all
    select r.rulename::text, pg_catalog.pg_get_ruledef(r.oid)
      from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
      where c.relnamespace = pg_catalog.pg_my_temp_schema() and r.rulename <> '_RETURN'`,
    "select key, text from pg_temp.mig_settle",
    "rollback",
  ].join(";\n");
}

function doBlock(jobs: readonly Job[]): string {
  const texts = (list: readonly (string | undefined)[]): string =>
    `array[${list.map((text) => (text === undefined ? "null" : quoteLiteral(text))).join(", ")}]::pg_catalog.text[]`;
  const rows = jobs.map(
    ({ attempt, instead }) =>
      `(${quoteLiteral(attempt)}::pg_catalog.text, ${texts(instead.map(({ command }) => command))}, ` +
      `${texts(instead.map(({ key }) => key))})`,
  );
  const body = `
declare
  job record;
  cause pg_catalog.text;
begin
  for job in select * from (values ${rows.join(",\n")}) as jobs (attempt, steps, keys) loop
    begin
      execute job.attempt;
    exception when others then
      cause := null;
      for at in 1 .. pg_catalog.cardinality(job.steps) loop
        begin
          execute job.steps[at];
        exception when others then
          if job.keys[at] is null then
            cause := coalesce(cause, sqlerrm);
          elsif not exists (select from pg_temp.mig_settle s where s.key = job.keys[at]) then
            insert into pg_temp.mig_settle values (job.keys[at], coalesce(cause, sqlerrm));
          end if;
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
