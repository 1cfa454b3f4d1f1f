import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops, moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { functionList } from "../functions.ts";
import type { TextSearchTemplate } from "./model.ts";
import { templateCalls } from "./calls.ts";

interface TemplateRef {
  readonly schema: string;
  readonly name: string;
}

export interface CreateTextSearchTemplate extends Omit<TextSearchTemplate, "kind"> {
  readonly kind: "createTextSearchTemplate";
}

export interface DropTextSearchTemplate extends TemplateRef {
  readonly kind: "dropTextSearchTemplate";
}

/** Gives a template another name; dictionaries with it follow. */
export interface RenameTextSearchTemplate extends TemplateRef {
  readonly kind: "renameTextSearchTemplate";
  readonly to: string;
}

/** Moves a template into another schema; dictionaries with it follow. */
export interface SetTextSearchTemplateSchema extends TemplateRef {
  readonly kind: "setTextSearchTemplateSchema";
  readonly to: string;
}

export interface TextSearchTemplateOperations {
  readonly createTextSearchTemplate: CreateTextSearchTemplate;
  readonly dropTextSearchTemplate: DropTextSearchTemplate;
  readonly renameTextSearchTemplate: RenameTextSearchTemplate;
  readonly setTextSearchTemplateSchema: SetTextSearchTemplateSchema;
}

const nameOf = ({ schema, name }: TemplateRef): TemplateRef => ({ schema, name });

export const textSearchTemplateOperations: SpecsOf<TextSearchTemplateOperations> = {
  createTextSearchTemplate: {
    ...creates<CreateTextSearchTemplate>("textSearchTemplate"),
    sql: (op) => [sql`create text search template ${nameOf(op)} (${functionList(op, templateCalls)})`],
    facts: () => metadataOnly,
  },
  dropTextSearchTemplate: {
    ...drops<DropTextSearchTemplate>("textSearchTemplate"),
    sql: (op) => [sql`drop text search template ${nameOf(op)}`],
    facts: () => metadataOnly,
  },
  renameTextSearchTemplate: {
    ...renames<RenameTextSearchTemplate>("textSearchTemplate"),
    sql: (op) => [sql`alter text search template ${nameOf(op)} rename to ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
  setTextSearchTemplateSchema: {
    ...moves<SetTextSearchTemplateSchema>("textSearchTemplate"),
    sql: (op) => [sql`alter text search template ${nameOf(op)} set schema ${identifier(op.to)}`],
    facts: () => metadataOnly,
  },
};
