import { classOf, type PlaceAccess, type WordPlace } from "../../../catalog-place.ts";

export type GrantedPlace = WordPlace & { readonly access: PlaceAccess };

/** Where the catalogs whose objects an extension brings have their schema. Types are not among them: everybody may use these. */
const schemaOf: Readonly<Record<string, Pick<WordPlace, "join" | "schema">>> = {
  pg_proc: { join: "join pg_catalog.pg_namespace n on n.oid = o.pronamespace", schema: "n.nspname" },
  pg_class: { join: "join pg_catalog.pg_namespace n on n.oid = o.relnamespace", schema: "n.nspname" },
  pg_namespace: {},
};

/** Whether the rights on what an extension brought in this catalog are compared. */
export const hasMembers = (catalog: string): boolean => Object.hasOwn(schemaOf, catalog);

/**
 * The same place for what extensions brought, which the kind leaves out: what an extension granted itself is in pg_init_privs, and is what
 * roles have from the start. `e` is its row of pg_depend, `x` the extension.
 */
export function memberPlaces({ where: _, join: __, ...place }: GrantedPlace): readonly GrantedPlace[] {
  const { catalog, column, access } = place;
  const within = schemaOf[catalog];
  if (within === undefined || column !== undefined) return [];
  const of = (alias: string): string => `${alias}.objoid = o.oid and ${alias}.classoid = ${classOf(catalog)} and ${alias}.objsubid = 0`;
  return [
    {
      ...place,
      ...within,
      ...(catalog === "pg_class" ? { name: "o.relname" } : {}),
      join: `${within.join ?? ""} join pg_catalog.pg_depend e on e.classid = ${classOf(catalog)} and e.objid = o.oid and e.objsubid = 0
        and e.deptype = 'e'
      join pg_catalog.pg_extension x on x.oid = e.refobjid left join pg_catalog.pg_init_privs v on ${of("v")}`,
      access: { ...access, usual: "v.initprivs" },
    },
  ];
}
