import { columnNames, tableOf } from "../../../catalog-names.ts";
import { indexedRead, notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import { statisticsKinds, type Statistics } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly relation: number;
  /** A letter each: see `letters`. */
  readonly kinds: readonly string[];
  /** Numbers of columns. */
  readonly columns: string;
  readonly expressions: readonly string[] | null;
  readonly target: number | null;
}

const letters = { ndistinct: "d", dependencies: "f", mcv: "m" } as const;

/** Extended statistics on what is modelled. The server's own target is null since PostgreSQL 17, -1 before. */
export const statisticsCatalog: CatalogQuery<Row, Statistics> = {
  exists: () => [userRows("pg_statistic_ext")],
  dependents: `
    select 'statistics ' || n.nspname || '.' || s.stxname, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::pg_catalog.oid, s.oid,
      s.stxrelid
    from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace`,
  text: () => `
    select n.nspname::text as schema, s.stxname::text as name, s.stxrelid::int4 as relation, s.stxkind::text[] as kinds,
      s.stxkeys::text as columns,
      pg_catalog.pg_get_statisticsobjdef_expressions(s.oid) as expressions, nullif(s.stxstattarget::int4, -1) as target
    from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
      join ${indexedRead} t on t.oid = s.stxrelid
    where ${userSchema("n")} and ${notOfExtension("s.oid", "pg_catalog.pg_statistic_ext")}
    order by n.nspname collate "C", s.stxname collate "C"`,
  places: {
    statistics: {
      catalog: "pg_statistic_ext",
      join: "join pg_catalog.pg_namespace n on n.oid = o.stxnamespace join t on t.oid = o.stxrelid",
      where: `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_statistic_ext")}`,
      schema: "n.nspname",
      name: "o.stxname",
      role: "o.stxowner",
      owner: { words: "statistics" },
    },
  },
  decode: (row, names) => {
    const table = tableOf(names, row.relation);
    const columns = columnNames(table, row.columns);
    const kinds = statisticsKinds.filter((kind) => row.kinds.includes(letters[kind]));
    const statistics: Statistics = {
      kind: "statistics",
      schema: row.schema,
      name: row.name,
      on: { schema: table.schema, table: table.name },
      ...(kinds.length === 0 || kinds.length === statisticsKinds.length ? {} : { kinds }),
      ...(columns.length === 0 ? {} : { columns }),
      ...(row.expressions === null ? {} : { expressions: row.expressions.map(printedExpression) }),
      ...(row.target === null ? {} : { target: row.target }),
    };
    return [statistics];
  },
};
