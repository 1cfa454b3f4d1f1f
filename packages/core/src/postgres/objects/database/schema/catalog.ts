import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import { quoteLiteral } from "../../../sql/literal.ts";
import { standardComment } from "./fragment.ts";
import type { NamedSchema } from "./model.ts";

interface Row {
  readonly name: string;
}

const isNotOfExtension = notOfExtension("o.oid", "pg_catalog.pg_namespace");

export const schemaCatalog: CatalogQuery<Row, NamedSchema> = {
  text: () => `
    select o.nspname::text as name from pg_catalog.pg_namespace o
    where ${userSchema("o")} and ${isNotOfExtension}
    order by 1`,
  decode: ({ name }) => [{ kind: "schema", name }],
  places: {
    schema: {
      catalog: "pg_namespace",
      is: userSchema("o"),
      where: isNotOfExtension,
      name: "o.nspname",
      usualComment: `case o.nspname when 'public' then ${quoteLiteral(standardComment)} end`,
      role: "o.nspowner",
      owner: { words: "schema", where: "o.nspname <> 'public'" },
      access: {
        acl: "o.nspacl",
        letter: "n",
        words: "schema",
        usual:
          "case o.nspname when 'public' then array_append(acldefault('n', o.nspowner), makeaclitem(0, o.nspowner, 'USAGE', false)) end",
      },
    },
  },
};
