import type { CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import {
  decodeInclude,
  decodeKeys,
  decodeLacking,
  decodePartOf,
  decodeStorage,
  indexesQuery,
  inTable,
  type KeyRow,
} from "../index/fragment.ts";
import { decodeDeferral, deferralColumn } from "./catalog.ts";
import type { Exclusion } from "./model.ts";

interface Row extends KeyRow {
  readonly method: string;
  readonly deferrable: string | null;
  readonly operators: readonly string[];
}

/** Operators of the keys, qualified outside pg_catalog. */
const operators = `array(
  select case when n.nspname = 'pg_catalog' then o.oprname::text
    else 'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ')' end
  from unnest(c.conexclop) with ordinality k(operator, n) join pg_catalog.pg_operator o on o.oid = k.operator
    join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
  order by k.n)`;

export const exclusionCatalog: CatalogQuery<Row, Exclusion> = {
  exists: () => [userRows("pg_constraint", "o.contype = 'x'")],
  text: () =>
    indexesQuery({
      join: "join pg_catalog.pg_constraint c on c.conindid = i.indexrelid and c.contype = 'x'",
      columns: { deferrable: deferralColumn, operators },
    }),
  decode: (row, names) => [
    {
      kind: "exclusion",
      ...inTable(row, names),
      method: row.method,
      elements: decodeKeys(row, names).map((element, at) => ({ ...element, operator: row.operators[at] ?? "" })),
      ...decodeInclude(row, names),
      ...(row.predicate === null ? {} : { where: printedExpression(row.predicate) }),
      ...decodeStorage(row.storage),
      ...decodeDeferral(row.deferrable),
      ...decodeLacking(row),
      ...decodePartOf(row),
    },
  ],
};
