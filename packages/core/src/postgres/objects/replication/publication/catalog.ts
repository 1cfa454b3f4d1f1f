import { notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import { publishedChanges, type Publication, type PublishedChange } from "./model.ts";
import { withSequences } from "./since.ts";

interface Row {
  readonly name: string;
  readonly all_tables: boolean;
  readonly all_sequences: boolean;
  /** JSON: schema and name each. */
  readonly except: string | null;
  readonly publish: readonly PublishedChange[];
  readonly via_root: boolean;
  readonly generated: string | null;
}

const isNotOfExtension = notOfExtension("o.oid", "pg_catalog.pg_publication");

/** Generated columns can be published since PostgreSQL 18. */
const withGenerated = 180000;

const except = `(
        select pg_catalog.json_agg(pg_catalog.json_build_array(n.nspname, c.relname) order by n.nspname, c.relname)
        from pg_catalog.pg_publication_rel r join pg_catalog.pg_class c on c.oid = r.prrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where r.prpubid = o.oid and r.prexcept)::text`;

export const publicationCatalog: CatalogQuery<Row, Publication> = {
  exists: () => [anyRow("pg_publication")],
  text: (version) => `
    select o.pubname::text as name, o.puballtables as all_tables, array_remove(array[
        ${publishedChanges.map((change) => `case when o.pub${change} then '${change}' end`).join(", ")}], null) as publish,
      o.pubviaroot as via_root, ${version < withGenerated ? "null" : "nullif(o.pubgencols::text, 'n')"} as generated,
      ${version < withSequences ? "false" : "o.puballsequences"} as all_sequences, ${version < withSequences ? "null::text" : except} as except
    from pg_catalog.pg_publication o
    where ${isNotOfExtension}
    order by o.pubname collate "C"`,
  places: {
    publication: {
      catalog: "pg_publication",
      where: isNotOfExtension,
      name: "o.pubname",
      role: "o.pubowner",
      owner: { words: "publication" },
    },
  },
  decode: ({ name, all_tables, all_sequences, except: list, publish, via_root, generated }) => [
    {
      kind: "publication",
      name,
      ...(all_tables ? { allTables: true } : {}),
      ...(list === null ? {} : { except: tablesIn(list) }),
      ...(all_sequences ? { allSequences: true } : {}),
      ...(publish.length === publishedChanges.length ? {} : { publish }),
      ...(via_root ? { viaPartitionRoot: true } : {}),
      ...(generated === null ? {} : { generatedColumns: "stored" }),
    },
  ],
};

const tablesIn = (json: string): NonNullable<Publication["except"]> =>
  (JSON.parse(json) as readonly (readonly [string, string])[]).map(([schema, name]) => ({ schema, name })); // as the query writes it
