import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import type { Collation } from "./model.ts";
import type { CollationOperations } from "./operations.ts";

const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string => resource.collation(schema, name);

export const collationKind: PostgresKind<Collation, CollationOperations[keyof CollationOperations]> = {
  kind: "collation",
  owns: (collation) => [keyOf(collation)],
  uses: ({ schema }) => [{ of: resource.schema(schema), how: "blocks" }],
  rename: renamedBy("renameCollation", "setCollationSchema"),
  renamed: (collation, names) => {
    const to = names.get(keyOf(collation));
    return to === undefined ? collation : { ...collation, schema: to.schema, name: to.name };
  },
  normalize: normalCollation,
  create: (collation) => [{ ...collation, kind: "createCollation" }],
  drop: ({ schema, name }) => [{ kind: "dropCollation", schema, name }],
  alter: () => "recreate", // PostgreSQL alters nothing but its name, schema and owner
  addresses: {
    collation: { sql: ({ schema = "", name }) => sql`collation ${{ schema, name }}`, key: keyOf, commentLock: "none" },
  },
};

/** Two settings of libc that are the same are one locale. */
function normalCollation({ locale, lcCollate = locale, lcCtype = locale, ...collation }: Collation): Collation {
  const { provider } = collation;
  if (provider !== undefined) return { ...collation, ...(locale === undefined ? {} : { locale }) };
  if (lcCollate === lcCtype) return { ...collation, ...(lcCollate === undefined ? {} : { locale: lcCollate }) };
  return {
    ...collation,
    ...(lcCollate === undefined ? {} : { lcCollate }),
    ...(lcCtype === undefined ? {} : { lcCtype }),
  };
}
