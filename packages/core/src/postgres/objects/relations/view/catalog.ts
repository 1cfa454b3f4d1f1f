import type { CatalogNames } from "../../../catalog-names.ts";
import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { printedExpression, printedQuery } from "../../../expression/printed-expression.ts";
import { relationPlace } from "../place.ts";
import type { MaterializedView, View, ViewColumn } from "./model.ts";

interface Row {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly query: string;
  /** `name=value` each. */
  readonly options: readonly string[] | null;
  readonly toast_options: readonly string[] | null;
  readonly access_method: string | null;
  readonly tablespace: string | null;
  readonly populated: boolean;
  /** JSON: a list of columns. Null: it has none. */
  readonly columns: string | null;
}

/** Views and materialized views of the user's, without temporary ones and those of extensions. */
export const viewCatalog: CatalogQuery<Row, View | MaterializedView> = {
  text: () => `
    select c.oid::int4 as oid, n.nspname::text as schema, c.relname::text as name, c.relkind = 'm' as materialized,
      pg_catalog.pg_get_viewdef(c.oid) as query,
      c.reloptions as options, (select t.reloptions from pg_catalog.pg_class t where t.oid = c.reltoastrelid) as toast_options,
      (select m.amname::text from pg_catalog.pg_am m where m.oid = c.relam and m.amname <> 'heap') as access_method,
      (select s.spcname::text from pg_catalog.pg_tablespace s where s.oid = c.reltablespace) as tablespace, c.relispopulated as populated,
      (select pg_catalog.json_agg(pg_catalog.json_build_array(a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
        a.atttypid::int4, a.attcollation::int4,
          a.attcollation <> y.typcollation, (select pg_catalog.pg_get_expr(d.adbin, 0) from pg_catalog.pg_attrdef d
            where d.adrelid = a.attrelid and d.adnum = a.attnum)) order by a.attnum)
        from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)::text as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and c.relpersistence <> 't' and ${userSchema("n")} and ${notOfExtension("c.oid", "pg_catalog.pg_class")}
    order by n.nspname collate "C", c.relname collate "C"`,
  dependents: `
    select 'relation ' || n.nspname || '.' || c.relname, 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid, r.oid, c.oid
    from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where r.ev_class >= 16384 and r.rulename = '_RETURN' and c.relkind in ('v', 'm')`,
  places: { view: relationPlace(["v"], "view"), materializedView: relationPlace(["m"], "materialized view") },
  learn: ({ oid, schema, name, columns }, { tables }) => {
    const known = new Map(
      columnsOf(columns).map(([number, column, , type, collation]) => [number, { name: column, type, collation, isGenerated: false }]),
    );
    tables.set(oid, { schema, name, columnAt: (number) => known.get(number), hasColumn: () => false, parents: [] });
  },
  decode: (row, names) => [row.materialized ? materializedOf(row, names) : viewOf(row, names)],
};

/** Numbers that stand for something, and whether the collation is another than that of the type. */
type ColumnRow = readonly [
  number: number,
  name: string,
  type: string,
  typeOid: number,
  collation: number,
  hasOwnCollation: boolean,
  defaultText: string | null,
];

const bodyOf = ({ schema, name, query, columns }: Row, { collations }: CatalogNames) => ({
  schema,
  name,
  query: printedQuery(query),
  shape: columnsOf(columns).map(([, column, type, , oid, hasOwnCollation]): ViewColumn => {
    const collation = hasOwnCollation ? collations.get(oid) : undefined;
    return { name: column, type, ...(collation === undefined ? {} : { collation }) };
  }),
});

// as the query writes them
const columnsOf = (columns: string | null): readonly ColumnRow[] => (columns === null ? [] : (JSON.parse(columns) as readonly ColumnRow[]));

function viewOf(row: Row, names: CatalogNames): View {
  const options = new Map(Object.entries(settingsOf(row.options, "")));
  const checkOption = options.get("check_option");
  const defaults = columnsOf(row.columns).flatMap(([, column, , , , , text]) =>
    text === null ? [] : [[column, printedExpression(text)] as const],
  );
  return {
    kind: "view",
    ...bodyOf(row, names),
    ...(isOn(options.get("security_barrier")) ? { securityBarrier: true } : {}),
    ...(isOn(options.get("security_invoker")) ? { securityInvoker: true } : {}),
    ...(checkOption === "local" || checkOption === "cascaded" ? { checkOption } : {}),
    ...(defaults.length === 0 ? {} : { defaults: Object.fromEntries(defaults) }),
  };
}

function materializedOf(row: Row, names: CatalogNames): MaterializedView {
  const storage = { ...settingsOf(row.options, ""), ...settingsOf(row.toast_options, "toast.") };
  return {
    kind: "materializedView",
    ...bodyOf(row, names),
    ...(row.access_method === null ? {} : { accessMethod: row.access_method }),
    ...(Object.keys(storage).length === 0 ? {} : { storage }),
    ...(row.tablespace === null ? {} : { tablespace: row.tablespace }),
    ...(row.populated ? {} : { noData: true }),
  };
}

/** A switch is kept as it was written: any beginning of `true` or `yes`, `on`, or 1. */
const isOn = (value: string | undefined): boolean =>
  value !== undefined &&
  value !== "" &&
  ["true", "yes", "on", "1"].some((word) => word.startsWith(value.toLowerCase()) && value.toLowerCase() !== "o");

function settingsOf(options: readonly string[] | null, prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (options ?? []).map((option) => [`${prefix}${option.slice(0, option.indexOf("="))}`, option.slice(option.indexOf("=") + 1)]),
  );
}
