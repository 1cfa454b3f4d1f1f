import { fromPlace, oidOf, placesOf, refColumns, type CatalogPlace, type WordPlace } from "../../../catalog-place.ts";
import { firstUserOid, modelledRelations, type CatalogQuery } from "../../../catalog-query.ts";
import { existsIn } from "../../../rights.ts";
import type { Owner } from "./model.ts";

interface Row {
  readonly of: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly name: string;
  readonly signature: string | null;
  readonly owner: string;
}

/** Who is connected and who owns the database own what they make: these differ from machine to machine. */
const usual = `(select u.oid from pg_catalog.pg_roles u where u.rolname = current_user
      union select d.datdba from pg_catalog.pg_database d where d.datname = current_database())`;

type Owned = WordPlace & { readonly role: string };

const isOwned = (place: WordPlace): place is Owned => place.owner !== undefined && place.role !== undefined;

const isOther = (role: string): string => `${role} not in ${usual}`;

export const ownerCatalog: CatalogQuery<Row, Owner> = {
  exists: (all) =>
    existsIn<CatalogPlace>(placesOf(all), (place) =>
      place.owner === undefined || place.role === undefined ? undefined : `${oidOf(place)} >= ${firstUserOid} and ${isOther(place.role)}`,
    ),
  isReadByPlace: true,
  text: (_, all) => {
    const owned = placesOf(all).filter(isOwned);
    return `
    with t as (select * from ${modelledRelations} m)
    select o."of", o.schema, o."table", o.name, o.signature, o.owner
    from (${owned.length === 0 ? nothing : owned.map(ownersAt).join("\n    union all")}) o("of", schema, "table", name, signature, owner)
    order by 1, 2, 3, 4, 5`;
  },
  decode: ({ of, schema, table, name, signature, owner }) => [
    {
      kind: "owner",
      of,
      ...(schema === null ? {} : { schema }),
      ...(table === null ? {} : { table }),
      name,
      ...(signature === null ? {} : { signature }),
      owner,
    },
  ],
};

const nothing = "select null::text, null::text, null::text, null::text, null::text, null::text where false";

const ownersAt = (place: Owned): string => `
    select ${refColumns(place)}, pg_catalog.pg_get_userbyid(${place.role})::text
    ${fromPlace(place, { conditions: [...(place.owner?.where === undefined ? [] : [place.owner.where]), isOther(place.role)] })}`;
