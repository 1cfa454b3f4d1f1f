import { sameData } from "../../../../schema/same-data.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import type { TextSearchDictionary } from "./model.ts";
import type { AlterTextSearchDictionary, TextSearchDictionaryOperations } from "./operations.ts";

const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string =>
  resource.textSearchDictionary(schema, name);

export const textSearchDictionaryKind: PostgresKind<
  TextSearchDictionary,
  TextSearchDictionaryOperations[keyof TextSearchDictionaryOperations]
> = {
  kind: "textSearchDictionary",
  owns: (dictionary) => [keyOf(dictionary)],
  uses: ({ schema, template }) => [
    { of: resource.schema(schema), how: "blocks" },
    { of: resource.textSearchTemplate(template.schema, template.name), how: "blocks" },
  ],
  rename: renamedBy("renameTextSearchDictionary", "setTextSearchDictionarySchema"),
  renamed: (dictionary, names) => {
    const { template } = dictionary;
    const [to, of] = [names.get(keyOf(dictionary)), names.get(resource.textSearchTemplate(template.schema, template.name))];
    return {
      ...dictionary,
      ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
      ...(of === undefined ? {} : { template: { schema: of.schema, name: of.name } }),
    };
  },
  normalize: ({ options = {}, ...dictionary }) => ({
    ...dictionary,
    ...(Object.keys(options).length === 0 ? {} : { options: sorted(options) }),
  }),
  create: (dictionary) => [{ ...dictionary, kind: "createTextSearchDictionary" }],
  drop: ({ schema, name }) => [{ kind: "dropTextSearchDictionary", schema, name }],
  alter: (from, to) => (sameData(from.template, to.template) ? [optionsChange(from, to)] : "recreate"),
  addresses: {
    textSearchDictionary: {
      sql: ({ schema = "", name }) => sql`text search dictionary ${{ schema, name }}`,
      key: keyOf,
      commentLock: "none",
    },
  },
};

/** In what order they were given does not count. */
const sorted = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).toSorted(([left], [right]) => (left < right ? -1 : 1)));

function optionsChange(
  { options: had = {} }: TextSearchDictionary,
  { schema, name, options = {} }: TextSearchDictionary,
): AlterTextSearchDictionary {
  const set = Object.entries(options).filter(([option, value]) => had[option] !== value);
  const remove = Object.keys(had).filter((option) => options[option] === undefined);
  return {
    kind: "alterTextSearchDictionary",
    schema,
    name,
    ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
    ...(remove.length === 0 ? {} : { remove }),
  };
}
