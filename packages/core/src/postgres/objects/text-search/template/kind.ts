import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { usesOfFunctions, withRenamedFunctions } from "../functions.ts";
import type { TextSearchTemplate } from "./model.ts";
import type { TextSearchTemplateOperations } from "./operations.ts";
import { templateCalls } from "./calls.ts";

const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string =>
  resource.textSearchTemplate(schema, name);

export const textSearchTemplateKind: PostgresKind<TextSearchTemplate, TextSearchTemplateOperations[keyof TextSearchTemplateOperations]> = {
  kind: "textSearchTemplate",
  owns: (template) => [keyOf(template)],
  uses: (template) => [{ of: resource.schema(template.schema), how: "blocks" }, ...usesOfFunctions(template, templateCalls)],
  rename: renamedBy("renameTextSearchTemplate", "setTextSearchTemplateSchema"),
  renamed: (template, names) => {
    const to = names.get(keyOf(template));
    return {
      ...withRenamedFunctions(template, templateCalls, names),
      ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    };
  },
  normalize: (template) => template,
  create: (template) => [{ ...template, kind: "createTextSearchTemplate" }],
  drop: ({ schema, name }) => [{ kind: "dropTextSearchTemplate", schema, name }],
  alter: () => "recreate", // PostgreSQL alters nothing but its name and schema
  addresses: {
    textSearchTemplate: {
      sql: ({ schema = "", name }) => sql`text search template ${{ schema, name }}`,
      key: keyOf,
      commentLock: "none",
    },
  },
};
