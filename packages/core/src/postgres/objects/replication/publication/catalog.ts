import { notOfExtension, type CatalogQuery } from "../../../catalog-query.ts";
import { anyRow } from "../../../presence.ts";
import { publishedChanges, type Publication, type PublishedChange } from "./model.ts";

interface Row {
  readonly name: string;
  readonly all_tables: boolean;
  readonly publish: readonly PublishedChange[];
  readonly via_root: boolean;
  readonly generated: string | null;
}

const isNotOfExtension = notOfExtension("o.oid", "pg_catalog.pg_publication");

/** Generated columns can be published since PostgreSQL 18. */
const withGenerated = 180000;

export const publicationCatalog: CatalogQuery<Row, Publication> = {
  exists: () => [anyRow("pg_publication")],
  text: (version) => `
    select o.pubname::text as name, o.puballtables as all_tables, array_remove(array[
        ${publishedChanges.map((change) => `case when o.pub${change} then '${change}' end`).join(", ")}], null) as publish,
      o.pubviaroot as via_root, ${version < withGenerated ? "null" : "nullif(o.pubgencols::text, 'n')"} as generated
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
  decode: ({ name, all_tables, publish, via_root, generated }) => [
    {
      kind: "publication",
      name,
      ...(all_tables ? { allTables: true } : {}),
      ...(publish.length === publishedChanges.length ? {} : { publish }),
      ...(via_root ? { viaPartitionRoot: true } : {}),
      ...(generated === null ? {} : { generatedColumns: "stored" }),
    },
  ],
};
