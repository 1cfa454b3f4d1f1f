import type { ForeignOptions } from "../../../foreign-data/options.ts";
import type { ColumnAttributes } from "./model.ts";

/** Storage, compression, statistics target, options, options of a foreign table: null where all are as the type or the server says. */
export type AttributesRow = readonly (string | null)[] | null;

/** The server's default is null since PostgreSQL 17, -1 before. */
const ownTarget = "nullif(a.attstattarget::int4, -1)";

/** `a` is pg_attribute, `y` the pg_type of the column. */
export const attributesColumn = `
      case when a.attstorage <> y.typstorage or a.attcompression <> '' or ${ownTarget} is not null or a.attoptions is not null
        or a.attfdwoptions is not null
        then array[case when a.attstorage <> y.typstorage then a.attstorage::text end, nullif(a.attcompression::text, ''),
          ${ownTarget}::text,
          pg_catalog.array_to_string(a.attoptions, ','), case when a.attfdwoptions is not null then (
            select pg_catalog.json_object_agg(x.option_name, x.option_value)::text from pg_catalog.pg_options_to_table(a.attfdwoptions) x
          ) end] end`;

const modes = { p: "plain", m: "main", e: "external", x: "extended" } as const;
const methods = { p: "pglz", l: "lz4" } as const;

export function decodeAttributes(row: AttributesRow): ColumnAttributes {
  if (row === null) return {};
  const [storage, compression, statistics, options, foreignOptions] = row;
  // the letters of pg_attribute, or null
  const mode = modes[storage as keyof typeof modes] as (typeof modes)[keyof typeof modes] | undefined;
  const method = methods[compression as keyof typeof methods] as (typeof methods)[keyof typeof methods] | undefined;
  return {
    ...(mode === undefined ? {} : { storage: mode }),
    ...(method === undefined ? {} : { compression: method }),
    ...(typeof statistics === "string" ? { statistics: Number(statistics) } : {}),
    ...(typeof options === "string" ? { options: decodeOptions(options) } : {}),
    // as the query writes them
    ...(typeof foreignOptions === "string" ? { foreignOptions: JSON.parse(foreignOptions) as ForeignOptions } : {}),
  };
}

/** Options hold numbers only: no comma is part of one. */
const decodeOptions = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(",").map((option) => [option.slice(0, option.indexOf("=")), option.slice(option.indexOf("=") + 1)]));
