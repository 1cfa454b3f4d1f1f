import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, identifiers, sql, type Sql } from "../../../sql/sql.ts";
import { grouped, withMapping, type MappedTokens } from "./mappings.ts";
import type { TextSearchConfiguration } from "./model.ts";

interface ConfigurationRef {
  readonly schema: string;
  readonly name: string;
}

export interface CreateTextSearchConfiguration extends Omit<TextSearchConfiguration, "kind"> {
  readonly kind: "createTextSearchConfiguration";
}

/** Says which dictionaries are asked for some sorts of tokens. What was indexed before stays as it is. */
export interface SetTextSearchMapping extends ConfigurationRef {
  readonly kind: "setTextSearchMapping";
  /** Sorts of tokens, such as `asciiword`. */
  readonly tokens: readonly string[];
  readonly dictionaries: readonly { readonly schema: string; readonly name: string }[];
}

/** Leaves some sorts of tokens out. What was indexed before stays as it is. */
export interface DropTextSearchMapping extends ConfigurationRef {
  readonly kind: "dropTextSearchMapping";
  readonly tokens: readonly string[];
}

export interface DropTextSearchConfiguration extends ConfigurationRef {
  readonly kind: "dropTextSearchConfiguration";
}

/** Gives a configuration another name; columns and indexes with it follow. */
export interface RenameTextSearchConfiguration extends ConfigurationRef {
  readonly kind: "renameTextSearchConfiguration";
  readonly to: string;
}

/** Moves a configuration into another schema; columns and indexes with it follow. */
export interface SetTextSearchConfigurationSchema extends ConfigurationRef {
  readonly kind: "setTextSearchConfigurationSchema";
  readonly to: string;
}

export interface TextSearchConfigurationOperations {
  readonly createTextSearchConfiguration: CreateTextSearchConfiguration;
  readonly setTextSearchMapping: SetTextSearchMapping;
  readonly dropTextSearchMapping: DropTextSearchMapping;
  readonly dropTextSearchConfiguration: DropTextSearchConfiguration;
  readonly renameTextSearchConfiguration: RenameTextSearchConfiguration;
  readonly setTextSearchConfigurationSchema: SetTextSearchConfigurationSchema;
}

const nameOf = ({ schema, name }: ConfigurationRef): ConfigurationRef => ({ schema, name });

/** ALTER MAPPING also maps tokens that were not mapped before. */
const mappingSql = (of: ConfigurationRef, { tokens, dictionaries }: MappedTokens): Sql =>
  sql`alter text search configuration ${nameOf(of)} alter mapping for ${identifiers(tokens)} with ${dictionaries}`;

const createTextSearchConfiguration: OperationSpec<CreateTextSearchConfiguration> = {
  ...creates<CreateTextSearchConfiguration>("textSearchConfiguration"),
  sql: (op) => {
    const { parser = { schema: "pg_catalog", name: "default" }, mappings = [] } = op;
    return [
      sql`create text search configuration ${nameOf(op)} (parser = ${parser})`,
      ...grouped(mappings).map((group) => mappingSql(op, group)),
    ];
  },
  facts: () => metadataOnly,
};

const setTextSearchMapping: OperationSpec<SetTextSearchMapping> = {
  ...alters<SetTextSearchMapping, TextSearchConfiguration>("textSearchConfiguration", withMapping),
  sql: (op) => [mappingSql(op, op)],
  facts: () => metadataOnly,
};

const dropTextSearchMapping: OperationSpec<DropTextSearchMapping> = {
  ...alters<DropTextSearchMapping, TextSearchConfiguration>("textSearchConfiguration", (configuration, { tokens }) =>
    withMapping(configuration, { tokens, dictionaries: [] }),
  ),
  sql: (op) => [sql`alter text search configuration ${nameOf(op)} drop mapping for ${identifiers(op.tokens)}`],
  facts: () => metadataOnly,
};

const dropTextSearchConfiguration: OperationSpec<DropTextSearchConfiguration> = {
  ...drops<DropTextSearchConfiguration>("textSearchConfiguration"),
  sql: (op) => [sql`drop text search configuration ${nameOf(op)}`],
  facts: () => metadataOnly,
};

const renameTextSearchConfiguration: OperationSpec<RenameTextSearchConfiguration> = {
  ...renames<RenameTextSearchConfiguration>("textSearchConfiguration"),
  sql: (op) => [sql`alter text search configuration ${nameOf(op)} rename to ${identifier(op.to)}`],
  facts: () => metadataOnly,
};

const setTextSearchConfigurationSchema: OperationSpec<SetTextSearchConfigurationSchema> = {
  ...moves<SetTextSearchConfigurationSchema>("textSearchConfiguration"),
  sql: (op) => [sql`alter text search configuration ${nameOf(op)} set schema ${identifier(op.to)}`],
  facts: () => metadataOnly,
};

export const textSearchConfigurationOperations: SpecsOf<TextSearchConfigurationOperations> = {
  createTextSearchConfiguration,
  setTextSearchMapping,
  dropTextSearchMapping,
  dropTextSearchConfiguration,
  renameTextSearchConfiguration,
  setTextSearchConfigurationSchema,
};
