import type { NewNames } from "../../../../operation/new-names.ts";
import { sameData } from "../../../../schema/same-data.ts";
import type { Use } from "../../../../schema/use.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { grouped, sortedMappings } from "./mappings.ts";
import type { TextSearchConfiguration } from "./model.ts";
import type { DropTextSearchMapping, SetTextSearchMapping, TextSearchConfigurationOperations } from "./operations.ts";

const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string =>
  resource.textSearchConfiguration(schema, name);

export const textSearchConfigurationKind: PostgresKind<
  TextSearchConfiguration,
  TextSearchConfigurationOperations[keyof TextSearchConfigurationOperations]
> = {
  kind: "textSearchConfiguration",
  owns: (configuration) => [keyOf(configuration)],
  uses: ({ schema, parser, mappings = [] }) => [
    { of: resource.schema(schema), how: "blocks" },
    ...(parser === undefined ? [] : [{ of: resource.textSearchParser(parser.schema, parser.name), how: "blocks" } as const]),
    ...mappings.flatMap(({ dictionaries }) =>
      dictionaries.map((one): Use => ({ of: resource.textSearchDictionary(one.schema, one.name), how: "blocks" })),
    ),
  ],
  rename: renamedBy("renameTextSearchConfiguration", "setTextSearchConfigurationSchema"),
  renamed: renamedConfiguration,
  normalize: normalConfiguration,
  create: (configuration) => [{ ...configuration, kind: "createTextSearchConfiguration" }],
  drop: ({ schema, name }) => [{ kind: "dropTextSearchConfiguration", schema, name }],
  alter: (from, to) => (sameData(normalConfiguration(from).parser, normalConfiguration(to).parser) ? mappingsChange(from, to) : "recreate"),
  addresses: {
    textSearchConfiguration: {
      sql: ({ schema = "", name }) => sql`text search configuration ${{ schema, name }}`,
      key: keyOf,
      commentLock: "none",
    },
  },
};

function normalConfiguration(configuration: TextSearchConfiguration): TextSearchConfiguration {
  const { parser, mappings: _, ...rest } = configuration;
  const mappings = sortedMappings(configuration);
  return {
    ...rest,
    ...(parser === undefined || (parser.schema === "pg_catalog" && parser.name === "default") ? {} : { parser }),
    ...(mappings.length === 0 ? {} : { mappings }),
  };
}

function mappingsChange(
  from: TextSearchConfiguration,
  to: TextSearchConfiguration,
): readonly (SetTextSearchMapping | DropTextSearchMapping)[] {
  const { schema, name } = to;
  const [had, has] = [from, to].map((one) => new Map(sortedMappings(one).map((mapping) => [mapping.token, mapping])));
  const changed = [...(has?.values() ?? [])].filter(({ token, dictionaries }) => !sameData(dictionaries, had?.get(token)?.dictionaries));
  const gone = [...(had?.keys() ?? [])].filter((token) => has?.has(token) !== true);
  return [
    ...grouped(changed).map((group): SetTextSearchMapping => ({ kind: "setTextSearchMapping", schema, name, ...group })),
    ...(gone.length === 0 ? [] : [{ kind: "dropTextSearchMapping", schema, name, tokens: gone } as const]),
  ];
}

/** The configuration after it, its parser or one of its dictionaries got another name. */
function renamedConfiguration(configuration: TextSearchConfiguration, names: NewNames): TextSearchConfiguration {
  const { parser, mappings } = configuration;
  const to = names.get(keyOf(configuration));
  const by = parser === undefined ? undefined : names.get(resource.textSearchParser(parser.schema, parser.name));
  return {
    ...configuration,
    ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    ...(by === undefined ? {} : { parser: { schema: by.schema, name: by.name } }),
    ...(mappings === undefined
      ? {}
      : {
          mappings: mappings.map(({ token, dictionaries }) => ({
            token,
            dictionaries: dictionaries.map((one) => {
              const next = names.get(resource.textSearchDictionary(one.schema, one.name));
              return next === undefined ? one : { schema: next.schema, name: next.name };
            }),
          })),
        }),
  };
}
