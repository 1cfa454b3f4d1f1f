import { fromPlace, placesOf, refColumns, refOfRow, type RefRow } from "../../../catalog-place.ts";
import { relationsRead, type CatalogQuery } from "../../../catalog-query.ts";
import { userRows } from "../../../presence.ts";
import type { Tablespace } from "./model.ts";
import { placedWords } from "./operations.ts";

interface Row extends RefRow {
  readonly schema: string;
  readonly tablespace: string;
}

export const tablespaceCatalog: CatalogQuery<Row, Tablespace> = {
  exists: () => [userRows("pg_class", "o.reltablespace <> 0 and o.relkind in ('r', 'p', 'i', 'I')")],
  text: (_, all) => `
    with t as (select * from ${relationsRead} m)
    select s."of", s.schema, s."table", s.name, s.signature, s.tablespace
    from (${placesOf(all)
      .filter(({ word }) => placedWords.has(word))
      .map(
        (place) => `
    select ${refColumns(place)}, (select x.spcname::text from pg_catalog.pg_tablespace x where x.oid = o.reltablespace)
    ${fromPlace(place, { conditions: ["o.reltablespace <> 0"] })}`,
      )
      .join("\n    union all")}) s("of", schema, "table", name, signature, tablespace)
    order by 1, 2, 3, 4`,
  decode: ({ tablespace, schema, ...row }) => [{ kind: "tablespace", ...refOfRow({ ...row, schema }), schema, tablespace }],
};
