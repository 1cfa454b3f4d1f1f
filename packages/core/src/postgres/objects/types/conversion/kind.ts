import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import type { Conversion } from "./model.ts";
import type { ConversionOperations } from "./operations.ts";

const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string => resource.conversion(schema, name);

export const conversionKind: PostgresKind<Conversion, ConversionOperations[keyof ConversionOperations]> = {
  kind: "conversion",
  owns: (conversion) => [keyOf(conversion)],
  uses: ({ schema, function: does }) => [
    { of: resource.schema(schema), how: "blocks" },
    { of: resource.routine(does.schema, does.name), how: "blocks" },
  ],
  rename: renamedBy("renameConversion", "setConversionSchema"),
  renamed: (conversion, names) => {
    const { function: does } = conversion;
    const [to, by] = [names.get(keyOf(conversion)), names.get(resource.routine(does.schema, does.name))];
    return {
      ...conversion,
      ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
      ...(by === undefined ? {} : { function: { schema: by.schema, name: by.name } }),
    };
  },
  normalize: (conversion) => conversion,
  create: (conversion) => [{ ...conversion, kind: "createConversion" }],
  drop: ({ schema, name }) => [{ kind: "dropConversion", schema, name }],
  alter: () => "recreate", // PostgreSQL alters nothing but its name, schema and owner
  addresses: {
    conversion: { sql: ({ schema = "", name }) => sql`conversion ${{ schema, name }}`, key: keyOf, commentLock: "none" },
  },
};
