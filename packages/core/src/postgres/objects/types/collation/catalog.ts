import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Collation } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  /** A letter: `c`, `i`, `b`. */
  readonly provider: string;
  readonly deterministic: boolean;
  readonly collate: string | null;
  readonly ctype: string | null;
  /** Of ICU and of the built-in provider. */
  readonly locale: string | null;
  readonly rules: string | null;
}

const ofUsers = `${userSchema("n")} and ${notOfExtension("o.oid", "pg_catalog.pg_collation")}`;

/** The column has had two names. */
const localeColumn = (version: number): string => (version >= 170000 ? "o.colllocale" : "o.colliculocale");

export const collationCatalog: CatalogQuery<Row, Collation> = {
  exists: () => [userRows("pg_collation")],
  text: (version) => `
    select n.nspname::text as schema, o.collname::text as name, o.collprovider::text as provider, o.collisdeterministic as deterministic,
      o.collcollate::text as collate, o.collctype::text as ctype, ${localeColumn(version)}::text as locale,
      ${version >= 160000 ? "o.collicurules" : "null"}::text as rules
    from pg_catalog.pg_collation o join pg_catalog.pg_namespace n on n.oid = o.collnamespace
    where o.oid >= 16384 and ${ofUsers}
    order by n.nspname collate "C", o.collname collate "C"`,
  places: {
    collation: {
      catalog: "pg_collation",
      is: "o.oid >= 16384",
      join: "join pg_catalog.pg_namespace n on n.oid = o.collnamespace",
      where: ofUsers,
      schema: "n.nspname",
      name: "o.collname",
      usedInTexts: true,
      role: "o.collowner",
      owner: { words: "collation" },
    },
  },
  decode: (row) => [collationOf(row)],
};

function collationOf({ schema, name, provider, deterministic, collate, ctype, locale, rules }: Row): Collation {
  const ofLibc =
    collate === ctype
      ? collate === null
        ? {}
        : { locale: collate }
      : { ...(collate === null ? {} : { lcCollate: collate }), ...(ctype === null ? {} : { lcCtype: ctype }) };
  const byProvider = provider === "c" ? ofLibc : locale === null ? {} : { locale };
  return {
    kind: "collation",
    schema,
    name,
    ...(provider === "c" ? {} : { provider: provider === "i" ? "icu" : "builtin" }),
    ...byProvider,
    ...(rules === null ? {} : { rules }),
    ...(deterministic ? {} : { nondeterministic: true }),
  };
}
