import { classOf, oidOf, type PlaceAccess, type WordPlace } from "../../../catalog-place.ts";

export type GrantedPlace = WordPlace & { readonly access: PlaceAccess };

/** Where the catalogs whose objects an extension brings have their schema. Types are not among them: everybody may use these. */
const schemaOf: Readonly<Record<string, Pick<WordPlace, "join" | "schema">>> = {
  pg_proc: { join: "join pg_catalog.pg_namespace n on n.oid = o.pronamespace", schema: "n.nspname" },
  pg_class: { join: "join pg_catalog.pg_namespace n on n.oid = o.relnamespace", schema: "n.nspname" },
  pg_namespace: {},
};

/** The same of columns. */
const schemaOfColumn: Pick<WordPlace, "join" | "schema" | "table"> = {
  join: "join pg_catalog.pg_class c on c.oid = o.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace",
  schema: "n.nspname",
  table: "c.relname",
};

/** Whether the rights on what an extension brought in this catalog are compared. */
export const hasMembers = (catalog: string): boolean => Object.hasOwn(schemaOf, catalog);

/**
 * The same place for what extensions brought, which the kind leaves out: what an extension granted itself is in pg_init_privs, and is what
 * roles have from the start. `e` is its row of pg_depend, `x` the extension.
 */
export function memberPlaces({ where: _, join: __, ...place }: GrantedPlace): readonly GrantedPlace[] {
  const { catalog, column, access } = place;
  const within = column === undefined ? schemaOf[catalog] : schemaOfColumn;
  if (within === undefined) return [];
  const oid = oidOf(place);
  return [
    {
      ...place,
      ...within,
      ...(catalog === "pg_class" && column === undefined ? { name: "o.relname" } : {}),
      join: `${within.join ?? ""}
      join pg_catalog.pg_depend e on e.classid = ${classOf(catalog)} and e.objid = ${oid} and e.objsubid = 0 and e.deptype = 'e'
      join pg_catalog.pg_extension x on x.oid = e.refobjid
      left join pg_catalog.pg_init_privs v on v.objoid = ${oid} and v.classoid = ${classOf(catalog)} and v.objsubid = ${column ?? "0"}`,
      access: { ...access, usual: "v.initprivs" },
    },
  ];
}
