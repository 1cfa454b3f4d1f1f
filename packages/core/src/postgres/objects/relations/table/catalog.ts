import { modelledTables, type CatalogQuery } from "../../../catalog-query.ts";
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
  /** Null: heap. */
  readonly access_method: string | null;
  readonly row_security: boolean;
  readonly forced: boolean;
}

export const tableCatalog: CatalogQuery<Row, Table> = {
  text: () => `
    select m.oid::int4 as oid, m.schema, m.name, c.relpersistence = 'u' as unlogged, c.reloptions as options, t.reloptions as toast_options,
      (select a.amname::text from pg_catalog.pg_am a where a.oid = c.relam and a.amname <> 'heap') as access_method,
      c.relrowsecurity as row_security, c.relforcerowsecurity as forced
    from ${modelledTables} m
    join pg_catalog.pg_class c on c.oid = m.oid
    left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
    order by m.schema collate "C", m.name collate "C"`,
  places: { table: relationPlace("r", "table") },
  learn: ({ oid, schema, name }, { tables }) => void tables.set(oid, { schema, name, columnAt: () => undefined }),
  decode: ({ schema, name, unlogged, options, toast_options, access_method, row_security, forced }) => {
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
    };
    return [table];
  },
};

function settingsOf(options: readonly string[] | null, prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (options ?? []).map((option) => [`${prefix}${option.slice(0, option.indexOf("="))}`, option.slice(option.indexOf("=") + 1)]),
  );
}
