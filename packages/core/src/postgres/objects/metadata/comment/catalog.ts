import { classOf, fromPlace, oidOf, placesOf, refColumns, refOfRow, rowsOf, type RefRow, type WordPlace } from "../../../catalog-place.ts";
import { firstUserOid, relationsRead, type CatalogQuery, type Presence } from "../../../catalog-query.ts";
import type { Comment } from "./model.ts";

interface Row extends RefRow {
  readonly text: string;
}

/** Comments on whatever kinds say that it can have one. Those that nobody wrote are left out. */
export const commentCatalog: CatalogQuery<Row, Comment> = {
  exists: (all) => placesOf(all).map(existsAt),
  isReadByPlace: true,
  text: (_, all) => `
    with d as (select * from pg_catalog.pg_description d where ${anyOf(placesOf(all).map(isUsers))}),
      t as (select * from ${relationsRead} m)
    select c."of", c.schema, c."table", c.name, c.signature, c.text
    from (${placesOf(all).map(commentsAt).join("\n    union all")}) c("of", schema, "table", name, signature, text)
    order by 1, 2, 3, 4, 5`,
  decode: ({ text, ...row }) => [
    {
      kind: "comment",
      ...refOfRow(row),
      text,
    },
  ],
};

/** Comments on what the user made, and on what there is from the start where that has one. */
const isUsers = ({ catalog, usualComment }: WordPlace): string =>
  `d.classoid = ${classOf(catalog)}${usualComment === undefined ? ` and d.objoid >= ${firstUserOid}` : ""}`;

function existsAt(place: WordPlace): Presence {
  const { catalog, is, join, where, usualComment } = place;
  const isOf = `d.classoid = ${classOf(catalog)}`;
  if (usualComment === undefined) return { from: `pg_catalog.pg_description d where d.objoid >= ${firstUserOid}`, where: isOf };
  const conditions = [is, join === undefined ? where : undefined].filter((condition) => condition !== undefined);
  const isUnusual = [`${oidOf(place)} = d.objoid`, ...conditions, `d.description is distinct from ${usualComment}`];
  return {
    from: `pg_catalog.pg_description d where ${isOf}`,
    where: `exists (select from ${rowsOf(place)} where ${isUnusual.join(" and ")})`,
  };
}

const anyOf = (conditions: readonly string[]): string => `(${[...new Set(conditions)].join(" or ")})`;

function commentsAt(place: WordPlace): string {
  const { catalog, column = "0", commented, usualComment } = place;
  const isOn = `d.classoid = ${classOf(catalog)} and d.objoid = ${oidOf(place)} and d.objsubid = ${column}`;
  const isWritten = [
    ...(usualComment === undefined ? [] : [`d.description is distinct from ${usualComment}`]),
    ...(commented === undefined ? [] : [commented]),
  ];
  return `
    select ${refColumns(place)}, d.description
    ${fromPlace(place, { from: `d join ${rowsOf(place)} on ${isOn}`, conditions: isWritten })}`;
}
