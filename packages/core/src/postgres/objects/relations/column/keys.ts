import type { NewName } from "../../../../operation/new-names.ts";
import { keysOfName } from "../../../expression/qualified-name.ts";
import { keysInText, textUses, type TextUse } from "../../../expression/text-uses.ts";
import { columnKey, type ColumnRef } from "./column-ref.ts";
import { generatedName } from "../../../../schema/kept-name.ts";
import { identitySequenceName, sequenceKey } from "./identity/sequence-name.ts";
import { resource } from "../../resources.ts";
import type { Column, NotNullConstraint } from "./model.ts";
import { rowKeys, typeKeys, valueKeys } from "../../../type/user-types.ts";

/** What an expression uses, as resource keys. */
export interface ExpressionKeys {
  /** Sequences and other relations, named in strings such as that of `nextval('public.users_id_seq'::regclass)`. */
  readonly relations: readonly string[];
  /** Columns of the table; none is meant in a default. */
  readonly columns: readonly string[];
}

/** Reads an expression of a table. A word in a string constant is no name, unless it is read as that of a relation. */
export function expressionKeys(text: string, table: { readonly schema: string; readonly table: string }): ExpressionKeys {
  const uses = textUses(text, { schema: table.schema, table: table.table });
  const keysAs = (...as: readonly TextUse["as"][]): readonly string[] => uses.filter((use) => as.includes(use.as)).map(({ key }) => key);
  return { relations: keysAs("relation"), columns: keysAs("column") };
}

/** What a default uses. */
export function defaultKeys(text: string, table: { readonly schema: string; readonly table: string }): readonly string[] {
  return [...new Set(textUses(text, table).flatMap(({ as, key }) => (as === "column" ? [] : [key])))];
}

/** What a generated column uses. */
export function generatedKeys(text: string, table: { readonly schema: string; readonly table: string }): readonly string[] {
  return keysInText(text, table);
}

/** What goes on being used is not freed: it would have to be both before and after. */
export const without = (keys: readonly string[], kept: readonly string[]): readonly string[] => keys.filter((key) => !kept.includes(key));

/** What a column is made of, as resource keys. */
export function usedByColumn(column: Omit<Column, "kind">): readonly string[] {
  return [
    ...typeKeys(column.type, column.schema),
    ...valueKeys(column.type, column.schema),
    ...rowKeys(column.type, column.schema),
    ...keysOfName(column.collation, resource.collation),
    ...(column.default === undefined ? [] : defaultKeys(column.default, column)),
    ...(column.generated === undefined ? [] : generatedKeys(column.generated.expression, column)),
  ];
}

/** The name of a column's NOT NULL, which it has among the constraints of the table. */
export const notNullKey = ({ schema, table, name }: ColumnRef, said: NotNullConstraint | undefined): string =>
  resource.constraint(schema, table, said?.name ?? generatedName(table, name, "not_null"));

/** The names that it takes. */
export const ownedByColumn = (column: Omit<Column, "kind">): readonly string[] => [
  columnKey(column),
  ...(column.identity === undefined ? [] : [sequenceKey(column, column.identity)]),
  ...(takesNull(column) ? [] : [notNullKey(column, column.notNullConstraint)]),
];

/** What is behind these names, one for each. */
export const namesOfColumn = ({ schema, table, name, identity, notNullConstraint: said, ...column }: Column): readonly NewName[] => [
  { schema, table, name },
  ...(identity === undefined ? [] : [{ schema, name: identity.sequence ?? identitySequenceName(table, name) }]),
  ...(takesNull({ ...column, identity }) ? [] : [{ schema, table, name: said?.name ?? generatedName(table, name, "not_null") }]),
];

const takesNull = ({
  notNull,
  identity,
}: {
  readonly notNull?: true | undefined;
  readonly identity?: Column["identity"] | undefined;
}): boolean => notNull !== true && identity === undefined;
