import { fromPlace, placesOf, refColumns, refOfRow, type RefRow, type WordPlace } from "../../../catalog-place.ts";
import { relationsRead, type CatalogQuery } from "../../../catalog-query.ts";
import { isOtherOwner, usersAt, usualOwners } from "../../../rights.ts";
import type { Owner } from "./model.ts";

interface Row extends RefRow {
  readonly owner: string;
}

type Owned = WordPlace & { readonly role: string };

const isOwned = (place: WordPlace): place is Owned => place.owner !== undefined && place.role !== undefined;

export const ownerCatalog: CatalogQuery<Row, Owner> = {
  exists: (all) =>
    placesOf(all)
      .filter(isOwned)
      .map((place) => usersAt(place, isOtherOwner(place.role))),
  isReadByPlace: true,
  text: (_, all) => {
    const owned = placesOf(all).filter(isOwned);
    return `
    with ${usualOwners}, t as (select * from ${relationsRead} m)
    select o."of", o.schema, o."table", o.name, o.signature, o.owner
    from (${owned.length === 0 ? nothing : owned.map(ownersAt).join("\n    union all")}) o("of", schema, "table", name, signature, owner)
    order by 1, 2, 3, 4, 5`;
  },
  decode: ({ owner, ...row }) => [
    {
      kind: "owner",
      ...refOfRow(row),
      owner,
    },
  ],
};

const nothing = "select null::text, null::text, null::text, null::text, null::text, null::text where false";

function ownersAt(place: Owned): string {
  const { owner, role } = place;
  const conditions = [...(owner?.where === undefined ? [] : [owner.where]), isOtherOwner(role)];
  return `
    select ${refColumns(place)}, pg_catalog.pg_get_userbyid(${role})::text
    ${fromPlace(place, { lateral: "r", conditions })}`;
}
