import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import { functionIn, functionJson } from "../functions.ts";
import type { TextSearchParser } from "./model.ts";

/** Of functions, JSON: schema and name. */
interface Row {
  readonly schema: string;
  readonly name: string;
  readonly start: string;
  readonly get_token: string;
  readonly end: string;
  readonly lex_types: string;
  /** Null: there is none. */
  readonly headline: string | null;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_ts_parser")}`;

export const textSearchParserCatalog: CatalogQuery<Row, TextSearchParser> = {
  exists: () => [userRows("pg_ts_parser")],
  text: () => `
    select n.nspname::text as schema, o.prsname::text as name, ${functionJson("o.prsstart")} as start, ${functionJson("o.prstoken")} as get_token,
      ${functionJson("o.prsend")} as "end", ${functionJson("o.prslextype")} as lex_types, ${functionJson("o.prsheadline")} as headline
    from pg_catalog.pg_ts_parser o join pg_catalog.pg_namespace n on n.oid = o.prsnamespace
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.prsname collate "C"`,
  places: {
    textSearchParser: {
      catalog: "pg_ts_parser",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.prsnamespace",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.prsname",
    },
  },
  decode: ({ schema, name, start, get_token, end, lex_types, headline }) => [
    {
      kind: "textSearchParser",
      schema,
      name,
      start: functionIn(start),
      getToken: functionIn(get_token),
      end: functionIn(end),
      lexTypes: functionIn(lex_types),
      ...(headline === null ? {} : { headline: functionIn(headline) }),
    },
  ],
};
