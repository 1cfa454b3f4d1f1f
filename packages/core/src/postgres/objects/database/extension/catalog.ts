import type { CatalogQuery } from "../../../catalog-query.ts";
import type { Extension } from "./model.ts";

interface Row {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
  readonly is_default: boolean | null;
  readonly is_fixed: boolean;
  readonly requires: readonly string[];
}

/** plpgsql comes with each database. */
const comesAlong = "'plpgsql'";

export const extensionCatalog: CatalogQuery<Row, Extension> = {
  text: () => `
    select e.extname::text as name, n.nspname::text as schema, e.extversion as version,
      e.extversion = (select a.default_version::text from pg_catalog.pg_available_extensions() a where a.name = e.extname) as is_default,
      not e.extrelocatable as is_fixed,
      array(
        select r.extname::text from pg_catalog.pg_depend d join pg_catalog.pg_extension r on r.oid = d.refobjid
        where d.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass and d.objid = e.oid
          and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        order by 1
      ) as requires
    from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname <> ${comesAlong}
    order by 1`,
  places: {
    extension: {
      catalog: "pg_extension",
      is: `o.extname <> ${comesAlong}`,
      name: "o.extname",
      usualComment: "(select a.comment from pg_catalog.pg_available_extensions() a where a.name = o.extname)",
    },
  },
  decode: ({ name, schema, version, is_default, is_fixed, requires }) => [
    {
      kind: "extension",
      name,
      installedIn: schema,
      version,
      ...(is_default === true ? { isDefaultVersion: true } : {}),
      ...(is_fixed ? { isFixed: true } : {}),
      ...(requires.length === 0 ? {} : { requires }),
    },
  ],
};
