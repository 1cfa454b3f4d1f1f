import { identifier, identifiers, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { bareQuery } from "../../../expression/printed-expression.ts";
import { parameters } from "../table/fragment.ts";
import type { MaterializedView, View } from "./model.ts";

/** The query without a semicolon at its end. What follows does not fall into a comment at its end. */
function queryText(query: string): Sql {
  const text = bareQuery(query);
  return raw(text.includes("--") ? `${text}\n` : text);
}

const columnList = (columns: readonly string[] | undefined): Sql =>
  when(columns !== undefined && columns.length > 0, () => sql`(${identifiers(columns ?? [])})`);

export type ViewOptions = Pick<View, "securityBarrier" | "securityInvoker" | "checkOption">;

/** `security_barrier = true` and its like, as WITH and SET take them. */
export const viewOptions = ({ securityBarrier, securityInvoker, checkOption }: ViewOptions): readonly Sql[] => [
  ...(securityBarrier === true ? [sql`security_barrier = true`] : []),
  ...(securityInvoker === true ? [sql`security_invoker = true`] : []),
  ...(checkOption === undefined ? [] : [sql`check_option = ${raw(checkOption)}`]),
];

/** CREATE VIEW, with or without OR REPLACE. @example createViewSql(view).sql // create view public.v as select 1 as one */
export function createViewSql(view: Omit<View, "kind">, how: { readonly orReplace?: true } = {}): Sql {
  const { schema, name, columns, query } = view;
  const options = viewOptions(view);
  return words(
    how.orReplace === true ? sql`create or replace view ${{ schema, name }}` : sql`create view ${{ schema, name }}`,
    columnList(columns),
    when(options.length > 0, () => sql`with (${options})`),
    sql`as ${queryText(query)}`,
  );
}

/** CREATE MATERIALIZED VIEW. */
export function createMaterializedViewSql(view: Omit<MaterializedView, "kind">): Sql {
  const { schema, name, columns, query, accessMethod, storage, tablespace, noData } = view;
  return words(
    sql`create materialized view ${{ schema, name }}`,
    columnList(columns),
    when(accessMethod !== undefined, () => sql`using ${identifier(accessMethod ?? "")}`),
    when(storage !== undefined && Object.keys(storage).length > 0, () => sql`with (${parameters(storage ?? {})})`),
    when(tablespace !== undefined, () => sql`tablespace ${identifier(tablespace ?? "")}`),
    sql`as ${queryText(query)}`,
    when(noData === true, () => raw("with no data")),
  );
}
