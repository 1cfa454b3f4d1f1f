import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { functionList } from "../functions.ts";
import type { TextSearchParser } from "./model.ts";
import { parserCalls } from "./calls.ts";

interface ParserRef {
  readonly schema: string;
  readonly name: string;
}

export interface CreateTextSearchParser extends Omit<TextSearchParser, "kind"> {
  readonly kind: "createTextSearchParser";
}

export interface DropTextSearchParser extends ParserRef {
  readonly kind: "dropTextSearchParser";
}

/** Gives a parser another name; configurations with it follow. */
export interface RenameTextSearchParser extends ParserRef {
  readonly kind: "renameTextSearchParser";
  readonly to: string;
}

/** Moves a parser into another schema; configurations with it follow. */
export interface SetTextSearchParserSchema extends ParserRef {
  readonly kind: "setTextSearchParserSchema";
  readonly to: string;
}

export interface TextSearchParserOperations {
  readonly createTextSearchParser: CreateTextSearchParser;
  readonly dropTextSearchParser: DropTextSearchParser;
  readonly renameTextSearchParser: RenameTextSearchParser;
  readonly setTextSearchParserSchema: SetTextSearchParserSchema;
}

const nameOf = ({ schema, name }: ParserRef): ParserRef => ({ schema, name });

export const textSearchParserOperations: SpecsOf<TextSearchParserOperations> = {
  createTextSearchParser: {
    ...creates<CreateTextSearchParser>("textSearchParser"),
    sql: (op) => [sql`create text search parser ${nameOf(op)} (${functionList(op, parserCalls)})`],
    facts: () => metadataOnly,
  },
  dropTextSearchParser: {
    ...drops<DropTextSearchParser>("textSearchParser"),
    sql: (op) => [sql`drop text search parser ${nameOf(op)}`],
    facts: () => metadataOnly,
  },
  renameTextSearchParser: {
    ...renames<RenameTextSearchParser>("textSearchParser"),
    sql: (op) => [sql`alter text search parser ${nameOf(op)} rename to ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
  setTextSearchParserSchema: {
    ...moves<SetTextSearchParserSchema>("textSearchParser"),
    sql: (op) => [sql`alter text search parser ${nameOf(op)} set schema ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
};
