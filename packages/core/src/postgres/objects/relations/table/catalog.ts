import type { CatalogPlace } from "../../../catalog-place.ts";
import { tablesRead, type CatalogQuery } from "../../../catalog-query.ts";
import { decodeOptions, optionsJson } from "../../foreign-data/options.ts";
import { relationPlace } from "../place.ts";
import type { Table } from "./model.ts";

interface Row {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly unlogged: boolean;
  /** `name=value` each. */
  readonly options: readonly string[] | null;
  readonly toast_options: readonly string[] | null;
  readonly type_schema: string | null;
  readonly type_name: string | null;
  /** Null: heap. */
  readonly access_method: string | null;
  readonly row_security: boolean;
  readonly forced: boolean;
  readonly partition_by: string | null;
  readonly bound: string | null;
  /** Of a foreign table. */
  readonly server: string | null;
  /** JSON. */
  readonly foreign_options: string | null;
  /** JSON: oid, schema and name of each table that it inherits from. */
  readonly parents: string | null;
}

/** A name behind an oid. */
type ParentRow = readonly [oid: number, schema: string, name: string];

/** All that inherit, once: few tables do. */
const parents = `
    select i.inhrelid, pg_catalog.json_agg(pg_catalog.json_build_array(p.oid::int4, n.nspname, p.relname) order by i.inhseqno)::text as list
    from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhparent and p.relkind in ('r', 'p', 'f')
      join pg_catalog.pg_namespace n on n.oid = p.relnamespace
    group by 1`;

/** Its owner and its privileges are those of any table. */
const onlyCommented = ({ role: _, owner: __, access: ___, ...place }: CatalogPlace): CatalogPlace => place;

export const tableCatalog: CatalogQuery<Row, Table> = {
  text: () => `
    select m.oid::int4 as oid, m.schema, m.name, c.relpersistence = 'u' as unlogged, c.reloptions as options, t.reloptions as toast_options,
      y.typname::text as type_name, yn.nspname::text as type_schema,
      (select a.amname::text from pg_catalog.pg_am a where a.oid = c.relam and a.amname <> 'heap') as access_method,
      c.relrowsecurity as row_security, c.relforcerowsecurity as forced,
      case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end as partition_by,
      case when c.relispartition then pg_catalog.pg_get_expr(c.relpartbound, c.oid) end as bound, h.list as parents,
      v.srvname::text as server, case when f.ftrelid is not null then ${optionsJson("f.ftoptions")} end as foreign_options
    from ${tablesRead} m
    join pg_catalog.pg_class c on c.oid = m.oid
    left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
    left join pg_catalog.pg_foreign_table f on f.ftrelid = c.oid left join pg_catalog.pg_foreign_server v on v.oid = f.ftserver
    left join pg_catalog.pg_type y on y.oid = c.reloftype left join pg_catalog.pg_namespace yn on yn.oid = y.typnamespace
    left join (${parents}) h on h.inhrelid = m.oid
    order by m.schema collate "C", m.name collate "C"`,
  places: {
    table: { ...relationPlace(["r", "p", "f"], "table"), commented: "o.relkind <> 'f'" },
    foreignTable: onlyCommented(relationPlace(["f"], "foreign table")),
  },
  learn: ({ oid, schema, name, parents: list }, { tables }) =>
    void tables.set(oid, { schema, name, columnAt: () => undefined, hasColumn: () => false, parents: parentsIn(list).map(([of]) => of) }),
  decode: ({ schema, name, unlogged, options, toast_options, access_method, row_security, forced, partition_by, ...row }) => {
    const storage = { ...settingsOf(options, ""), ...settingsOf(toast_options, "toast.") };
    const table: Table = {
      kind: "table",
      schema,
      name,
      ...(unlogged ? { unlogged: true } : {}),
      ...(access_method === null ? {} : { accessMethod: access_method }),
      ...(Object.keys(storage).length === 0 ? {} : { storage }),
      ...(row_security ? { rowSecurity: true } : {}),
      ...(forced ? { forcedRowSecurity: true } : {}),
      ...(row.type_schema === null || row.type_name === null ? {} : { ofType: { schema: row.type_schema, name: row.type_name } }),
      ...(partition_by === null ? {} : { partitionBy: partition_by }),
      ...decodeParents(row),
      ...(row.server === null ? {} : { foreign: { server: row.server, ...decodeOptions(row.foreign_options) } }),
    };
    return [table];
  },
};

// as the query makes it
const parentsIn = (list: string | null): readonly ParentRow[] => (list === null ? [] : (JSON.parse(list) as readonly ParentRow[]));

function decodeParents({ bound, parents: list }: Pick<Row, "bound" | "parents">): Pick<Table, "partitionOf" | "inherits"> {
  const found = parentsIn(list).map(([, schema, name]) => ({ schema, name }));
  const [first] = found;
  if (first === undefined) return {};
  return bound === null ? { inherits: found } : { partitionOf: { ...first, bound } };
}

function settingsOf(options: readonly string[] | null, prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (options ?? []).map((option) => [`${prefix}${option.slice(0, option.indexOf("="))}`, option.slice(option.indexOf("=") + 1)]),
  );
}
