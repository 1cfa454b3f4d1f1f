import { columnNames, tableOf } from "../../../catalog-names.ts";
import { modelledTables, notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import type { PublishedTable } from "./model.ts";

interface Row {
  /** Oid of the table. */
  readonly table: number;
  readonly publication: string;
  /** Numbers of columns. Null: all. */
  readonly columns: string | null;
  readonly where: string | null;
}

/** From PostgreSQL 19 on, rows can be tables that a publication of all tables leaves out: these are in the publication. */
const withExceptions = 190000;

export const publishedTableCatalog: CatalogQuery<Row, PublishedTable> = {
  exists: () => [anyRow("pg_publication_rel")],
  text: (version) => `
    select t.oid::int4 as "table", p.pubname::text as publication, o.prattrs::text as columns,
      pg_catalog.pg_get_expr(o.prqual, o.prrelid) as "where"
    from pg_catalog.pg_publication_rel o join pg_catalog.pg_publication p on p.oid = o.prpubid join ${modelledTables} t on t.oid = o.prrelid
    where ${notOfExtension("p.oid", "pg_catalog.pg_publication")}${version < withExceptions ? "" : " and not o.prexcept"}
    order by t.schema collate "C", t.name collate "C", p.pubname collate "C"`,
  dependents: `
    select 'published table ' || n.nspname || '.' || c.relname || '.' || p.pubname,
      'pg_catalog.pg_publication_rel'::pg_catalog.regclass::pg_catalog.oid, o.oid, 0::pg_catalog.oid
    from pg_catalog.pg_publication_rel o join pg_catalog.pg_publication p on p.oid = o.prpubid
      join pg_catalog.pg_class c on c.oid = o.prrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
  decode: ({ table, publication, columns, where }, names) => {
    const of = tableOf(names, table);
    return [
      {
        kind: "publishedTable",
        schema: of.schema,
        table: of.name,
        name: publication,
        ...(columns === null ? {} : { columns: columnNames(of, columns) }),
        ...(where === null ? {} : { where: printedExpression(where) }),
      },
    ];
  },
};
