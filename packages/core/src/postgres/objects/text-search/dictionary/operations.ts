import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import type { TextSearchDictionary } from "./model.ts";
import { optionList } from "./options.ts";

interface DictionaryRef {
  readonly schema: string;
  readonly name: string;
}

export interface CreateTextSearchDictionary extends Omit<TextSearchDictionary, "kind"> {
  readonly kind: "createTextSearchDictionary";
}

/** Sets options, and removes some. What was indexed with the old ones stays as it is. */
export interface AlterTextSearchDictionary extends DictionaryRef {
  readonly kind: "alterTextSearchDictionary";
  /** Absent: none is set. */
  readonly set?: Readonly<Record<string, string>>;
  /** Absent: none is removed. */
  readonly remove?: readonly string[];
}

export interface DropTextSearchDictionary extends DictionaryRef {
  readonly kind: "dropTextSearchDictionary";
}

/** Gives a dictionary another name; configurations with it follow. */
export interface RenameTextSearchDictionary extends DictionaryRef {
  readonly kind: "renameTextSearchDictionary";
  readonly to: string;
}

/** Moves a dictionary into another schema; configurations with it follow. */
export interface SetTextSearchDictionarySchema extends DictionaryRef {
  readonly kind: "setTextSearchDictionarySchema";
  readonly to: string;
}

export interface TextSearchDictionaryOperations {
  readonly createTextSearchDictionary: CreateTextSearchDictionary;
  readonly alterTextSearchDictionary: AlterTextSearchDictionary;
  readonly dropTextSearchDictionary: DropTextSearchDictionary;
  readonly renameTextSearchDictionary: RenameTextSearchDictionary;
  readonly setTextSearchDictionarySchema: SetTextSearchDictionarySchema;
}

const nameOf = ({ schema, name }: DictionaryRef): DictionaryRef => ({ schema, name });

const createTextSearchDictionary: OperationSpec<CreateTextSearchDictionary> = {
  ...creates<CreateTextSearchDictionary>("textSearchDictionary"),
  sql: (op) => [sql`create text search dictionary ${nameOf(op)} (${[sql`template = ${op.template}`, ...optionList(op.options ?? {})]})`],
  facts: () => metadataOnly,
};

function altered(
  { options = {}, ...dictionary }: TextSearchDictionary,
  { set = {}, remove = [] }: AlterTextSearchDictionary,
): TextSearchDictionary {
  const kept = Object.entries(options).filter(([name]) => !remove.includes(name));
  const all = { ...Object.fromEntries(kept), ...set };
  return { ...dictionary, ...(Object.keys(all).length === 0 ? {} : { options: all }) };
}

const alterTextSearchDictionary: OperationSpec<AlterTextSearchDictionary> = {
  ...alters<AlterTextSearchDictionary, TextSearchDictionary>("textSearchDictionary", altered),
  sql: (op) => {
    const { set = {}, remove = [] } = op;
    const changes = optionList({ ...Object.fromEntries(remove.map((name) => [name, null])), ...set });
    return [sql`alter text search dictionary ${nameOf(op)} (${changes})`];
  },
  facts: () => metadataOnly,
};

const dropTextSearchDictionary: OperationSpec<DropTextSearchDictionary> = {
  ...drops<DropTextSearchDictionary>("textSearchDictionary"),
  sql: (op) => [sql`drop text search dictionary ${nameOf(op)}`],
  facts: () => metadataOnly,
};

const renameTextSearchDictionary: OperationSpec<RenameTextSearchDictionary> = {
  ...renames<RenameTextSearchDictionary>("textSearchDictionary"),
  sql: (op) => [sql`alter text search dictionary ${nameOf(op)} rename to ${identifier(op.to)}`],
  facts: () => metadataOnly,
};

const setTextSearchDictionarySchema: OperationSpec<SetTextSearchDictionarySchema> = {
  ...moves<SetTextSearchDictionarySchema>("textSearchDictionary"),
  sql: (op) => [sql`alter text search dictionary ${nameOf(op)} set schema ${identifier(op.to)}`],
  facts: () => metadataOnly,
};

export const textSearchDictionaryOperations: SpecsOf<TextSearchDictionaryOperations> = {
  createTextSearchDictionary,
  alterTextSearchDictionary,
  dropTextSearchDictionary,
  renameTextSearchDictionary,
  setTextSearchDictionarySchema,
};
