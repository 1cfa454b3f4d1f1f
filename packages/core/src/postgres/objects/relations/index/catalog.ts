import type { CatalogQuery } from "../../../catalog-query.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { decodeInclude, decodeKeys, decodeLacking, decodePartOf, decodeStorage, indexesQuery, inTable, type KeyRow } from "./keys.ts";
import { inRelation } from "../place.ts";
import type { Index } from "./model.ts";

interface Row extends KeyRow {
  readonly method: string;
  readonly unique: boolean;
  readonly nulls_not_distinct: boolean;
  readonly valid: boolean;
}

/** Indexes that belong to a constraint are part of that. */
export const indexCatalog: CatalogQuery<Row, Index> = {
  text: () =>
    indexesQuery({
      where: "i.indexrelid not in (select c.conindid from pg_catalog.pg_constraint c where c.contype in ('p', 'u', 'x'))",
      columns: {
        unique: "i.indisunique",
        nulls_not_distinct: "i.indnullsnotdistinct",
        valid: "i.indisvalid and i.indisready and i.indislive",
      },
    }),
  places: {
    index: {
      catalog: "pg_class",
      is: "o.relkind in ('i', 'I')",
      ...inRelation("i.indrelid"),
      join: "join pg_catalog.pg_index i on i.indexrelid = o.oid join t on t.oid = i.indrelid",
      name: "o.relname",
    },
  },
  decode: (row, names) => [
    {
      kind: "index",
      ...inTable(row, names),
      ...(row.unique ? { unique: true } : {}),
      ...(row.method === "btree" ? {} : { method: row.method }),
      columns: decodeKeys(row, names),
      ...decodeInclude(row, names),
      ...(row.predicate === null ? {} : { where: printedExpression(row.predicate) }),
      ...(row.nulls_not_distinct ? { nullsNotDistinct: true } : {}),
      ...decodeStorage(row.storage),
      ...(row.valid ? {} : row.lacked_by === null ? { invalid: true } : decodeLacking(row)),
      ...decodePartOf(row),
    },
  ],
};
