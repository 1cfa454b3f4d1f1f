import { withoutOuterParentheses } from "../../../expression/parentheses.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { optionsClause as foreignClause } from "../../foreign-data/options.ts";
import { sequenceClause } from "../sequence/fragment.ts";
import { attributesAfter, compressionWord } from "./attributes/sql.ts";
import { sequenceAfter } from "./identity/sequence-type.ts";
import type { Column, Identity } from "./model.ts";
import { notNullAfter, notNullClause } from "./value/not-null.ts";

export { becomesIdentity, comesOfIdentity } from "./identity/serial.ts";
export { asMade, comesWithColumn, goesWithColumn, spelledOut } from "./identity/serial-type.ts";
export { identitySequenceName, withSequence } from "./identity/sequence-name.ts";
export { attributesAgain, withAttributesReset } from "./attributes/after-retype.ts";
export { keepNotNullName, madeNotNull, notNullName, sayable, withNotNullName } from "./value/not-null.ts";
export { allHeirs, heirColumns } from "./heir-columns.ts";
export { asInherited, inheritedNotNull, mergedColumn, ownColumn, withoutParent } from "./inherited.ts";
export { columnAt } from "./column-ref.ts";
export { isLateDefault } from "./value/late-default.ts";
export { ownedSequences } from "./owned-sequences.ts";
export { ownedByColumn, usedByColumn } from "./keys.ts";

/** A column as it stands inside its table. */
export type ColumnInTable = Omit<Column, "kind" | "schema" | "table">;

/** A column in CREATE TABLE and ADD COLUMN. @example columnClause(column, "public").sql // id integer not null */
export function columnClause(column: ColumnInTable, schema: string): Sql {
  const { name, type, collation, default: given, generated, identity } = column;
  return words(
    sql`${identifier(name)} ${raw(type)}`,
    compressionWord(column),
    foreignClause(column.foreignOptions),
    when(collation !== undefined, () => sql`collate ${raw(collation ?? "")}`),
    when(given !== undefined, () => sql`default ${defaultText(given ?? "")}`),
    when(
      generated !== undefined,
      () => sql`generated always as (${raw(withoutOuterParentheses(generated?.expression ?? ""))}) ${raw(generated?.as ?? "")}`,
    ),
    identity === undefined ? raw("") : identityClause(identity, schema),
    notNullClause(column),
  );
}

/** What must follow it: what the clause of no supported server, or not of all, can say. */
export const columnAfter = (table: { readonly schema: string; readonly name: string }, column: ColumnInTable): readonly Sql[] => [
  ...notNullAfter(table, column),
  ...sequenceAfter({ schema: table.schema, table: table.name, name: column.name }, column.identity),
  ...attributesAfter(table, column),
];

/** Words of operators that CREATE TABLE reads as the next clause of the column, or not at all. */
const looseWords = /\b(?:and|or|not|is|isnull|notnull|in|like|ilike|similar|between|overlaps|at|collate)\b/iu;

/** In parentheses where a column's DEFAULT takes no expression without them (`b_expr` in the manual's grammar). */
function defaultText(text: string): Sql {
  const code = text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/gu, "");
  return looseWords.test(code) ? sql`(${raw(withoutOuterParentheses(text))})` : raw(text);
}

/** GENERATED ... AS IDENTITY with what is set of its sequence. NOT NULL comes with it. */
export function identityClause({ generation, sequence, dataType, unlogged: _, ...options }: Identity, schema: string): Sql {
  const set = words(
    when(sequence !== undefined, () => sql`sequence name ${{ schema, name: sequence ?? "" }}`),
    when(dataType === undefined, () => sequenceClause(options)), // else after it
  );
  return words(
    sql`generated ${raw(generation)} as identity`,
    when(set.sql !== "", () => sql`(${set})`),
  );
}
