import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { typePlace } from "../place.ts";
import type { EnumType } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly labels: readonly string[];
}

export const enumTypeCatalog: CatalogQuery<Row, EnumType> = {
  text: () => `
    select n.nspname::text as schema, t.typname::text as name,
      array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e' and ${userSchema("n")} and ${notOfExtension("t.oid", "pg_catalog.pg_type")}
    order by 1, 2`,
  places: { enumType: typePlace("o.typtype = 'e'") },
  decode: ({ schema, name, labels }) => [{ kind: "enumType", schema, name, values: labels }],
};
