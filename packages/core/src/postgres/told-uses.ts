import type { Use } from "../schema/use.ts";
import { usesAt, type Place } from "./unmodelled/place-keys.ts";
import { placeJson, type CatalogPlace } from "./unmodelled/places.ts";

/**
 * SQL for what pg_depend knows that an object uses, as JSON for `decodeUses`. `by` are the catalog places that depend for it, as a list
 * of SQL rows of classid and objid: a view's rule, and the defaults of its columns. `of` is the object itself.
 */
export const usesJson = ({ by, of }: { readonly by: string; readonly of: Pick<CatalogPlace, "classid" | "objid"> }): string => `(
  select pg_catalog.json_agg(p.place order by p.place::text)::text
  from (
    select distinct dep.refclassid, dep.refobjid, dep.refobjsubid
    from (${by}) b(classid, objid) join pg_catalog.pg_depend dep on dep.classid = b.classid and dep.objid = b.objid
    where dep.deptype = 'n' and (dep.refclassid, dep.refobjid) <> (${of.classid}, ${of.objid})
  ) dep, lateral (select ${placeJson({ classid: "dep.refclassid", objid: "dep.refobjid", objsubid: "dep.refobjsubid" })} as place) p
  where p.place is not null)`;

/** What the JSON says; null: it uses nothing that is modelled. */
export const decodeUses = (json: string | null): readonly Use[] =>
  json === null ? [] : (JSON.parse(json) as readonly Place[]).flatMap((place) => usesAt(place, { how: "blocks" })); // as usesJson writes it
