import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { usesOfFunctions, withRenamedFunctions } from "../functions.ts";
import type { TextSearchParser } from "./model.ts";
import type { TextSearchParserOperations } from "./operations.ts";
import { parserCalls } from "./calls.ts";

const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string =>
  resource.textSearchParser(schema, name);

export const textSearchParserKind: PostgresKind<TextSearchParser, TextSearchParserOperations[keyof TextSearchParserOperations]> = {
  kind: "textSearchParser",
  owns: (parser) => [keyOf(parser)],
  uses: (parser) => [{ of: resource.schema(parser.schema), how: "blocks" }, ...usesOfFunctions(parser, parserCalls)],
  rename: renamedBy("renameTextSearchParser", "setTextSearchParserSchema"),
  renamed: (parser, names) => {
    const to = names.get(keyOf(parser));
    return {
      ...withRenamedFunctions(parser, parserCalls, names),
      ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    };
  },
  normalize: (parser) => parser,
  create: (parser) => [{ ...parser, kind: "createTextSearchParser" }],
  drop: ({ schema, name }) => [{ kind: "dropTextSearchParser", schema, name }],
  alter: () => "recreate", // PostgreSQL alters nothing but its name and schema
  addresses: {
    textSearchParser: {
      sql: ({ schema = "", name }) => sql`text search parser ${{ schema, name }}`,
      key: keyOf,
      commentLock: "none",
    },
  },
};
