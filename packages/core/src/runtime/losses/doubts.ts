import type { CalledFunction } from "../../operation/spec.ts";
import { statementsOf, type Plan } from "../../plan/plan.ts";
import { literal, raw, sql } from "../../postgres/sql/sql.ts";
import type { Session } from "../session.ts";
import { withRows } from "./count-losses.ts";
import { looking, type LookOptions } from "./look.ts";
import { losesRows, lossesOf, type Loss } from "./losses.ts";

/** The rows that a plan loses or may lose. Somebody must confirm them. */
export async function lossesToConfirm(session: Session, plan: Plan, options: LookOptions): Promise<readonly Loss[]> {
  const found = [...lossesOf(plan), ...(await doubtsOf(session, plan, options))];
  return (await withRows(session, found, options)).filter(losesRows);
}

/**
 * What statements may lose beyond what their text says: by functions that they call, by code that mig cannot read, by values that they
 * overwrite. Functions that are declared stable or immutable do not count.
 */
async function doubtsOf(session: Session, plan: Plan, options: LookOptions): Promise<readonly Loss[]> {
  const open = statementsOf(plan).flatMap(({ sql: statement, facts: { mayLose, losesData, losesFrom } }) =>
    mayLose === undefined || (losesData !== undefined && losesFrom === undefined) ? [] : [{ statement, ...mayLose }],
  );
  if (open.length === 0) return [];
  const risky = await riskyOf(
    session,
    open.flatMap(({ calls }) => calls),
    options,
  );
  return open.flatMap(({ statement, calls, from, isOpaque }): readonly Loss[] => {
    const doubt = { statement, what: "what the statement removes", isDoubt: true } as const;
    if (isOpaque || calls.some((call) => risky.has(keyOf(call)))) return [doubt];
    return from.length === 0 ? [] : [{ ...doubt, from }];
  });
}

const keyOf = ({ schema, name }: CalledFunction): string => JSON.stringify([schema, name]);

/** Built-in functions that remove something or run SQL text. */
const removing = new Set(["lo_unlink", "lo_truncate", "lo_truncate64", "lo_put", "lowrite", "query_to_xml", "query_to_xml_and_xmlschema"]);

/** The functions that may change rows: volatile ones that are not built in, and those that do not exist yet. */
async function riskyOf(session: Session, calls: readonly CalledFunction[], options: LookOptions): Promise<ReadonlySet<string>> {
  const unique = new Map(calls.map((call) => [keyOf(call), call]));
  if (unique.size === 0) return new Set();
  const list = [...unique.values()];
  const rows = list.map(
    ({ schema, name }, at) =>
      sql`(${raw(String(at))}, ${schema === undefined ? raw("null::text") : literal(schema)}, ${literal(name)}::text)`,
  );
  const found = await looking(session, options, (look) =>
    look(
      sql`select v.at from (values ${rows}) as v (at, schema, name) where not exists (select from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace s on s.oid operator(pg_catalog.=) p.pronamespace
    where p.proname operator(pg_catalog.=) v.name and (v.schema is null or s.nspname operator(pg_catalog.=) v.schema))
or exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace s on s.oid operator(pg_catalog.=) p.pronamespace
    where p.proname operator(pg_catalog.=) v.name and (v.schema is null or s.nspname operator(pg_catalog.=) v.schema)
    and s.nspname operator(pg_catalog.<>) 'pg_catalog' and p.provolatile operator(pg_catalog.=) 'v')`.sql,
    ),
  );
  const isRisky = ({ name }: CalledFunction, at: number): boolean =>
    removing.has(name) || found === undefined || found.some((row) => row["at"] === at);
  return new Set(list.filter(isRisky).map(keyOf));
}
