import { quickExclusive } from "../../../../operation/shapes.ts";
import type { OperationSpec } from "../../../../operation/spec.ts";
import { objectsOf, schemaOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { identifier, sql } from "../../../sql/sql.ts";
import { isExclusion, isForeignKey, isPrimaryKey, isUnique } from "../constraint/model.ts";
import { isIndex, type IndexElement } from "../index/model.ts";
import { resource } from "../../resources.ts";
import { nameParts, replacePieces, rewriteTexts, withLastPart, type Piece } from "../../../expression/rewrite.ts";
import { isSequence } from "../sequence/model.ts";
import { columnKey, columnRef, type ColumnRef } from "./column-ref.ts";
import { identitySequenceName, withSequence } from "./identity/sequence-name.ts";
import { isColumn, type Column } from "./model.ts";

/** Constraints, indexes and expressions over the column follow by themselves. */
export interface RenameColumn extends ColumnRef {
  readonly kind: "renameColumn";
  readonly to: string;
}

export const renameColumn: OperationSpec<RenameColumn> = {
  apply: (before, op) => withNewName(before, op, op.to),
  reverse: ({ to, ...op }): readonly RenameColumn[] => [{ ...op, name: to, to: op.name }],
  touches: (op) => ({
    renames: true,
    drops: [columnKey(op)],
    creates: [columnKey({ ...columnRef(op), name: op.to })],
    needs: [resource.relation(op.schema, op.table)],
  }),
  sql: ({ schema, table, name, to }) => [
    sql`alter table ${{ schema, name: table }} rename column ${identifier(name)} to ${identifier(to)}`,
  ],
  facts: () => quickExclusive,
};

function withNewName(before: DatabaseSchema, ref: ColumnRef, to: string): DatabaseSchema {
  const renamed = schemaOf([...objectsOf(before)].map((object) => renamedIn(object, ref, to)));
  return rewriteTexts(renamed, {
    expression: (text, { schema, table }) =>
      schema === ref.schema && table === ref.table ? replacePieces(text, (piece) => renamedPiece(piece, ref, to)) : text,
  });
}

/** Before a word that belongs to the name of a type. */
const inType = /(?:::|\b(?:time|character|double|bit))\s*$/iu;

/** Names of the column, bare or after the table's; not functions, types, keywords or strings. */
function renamedPiece(piece: Piece, { table, name }: ColumnRef, to: string): string {
  if (piece.kind === "string" || inType.test(piece.before) || /^\s*\(/u.test(piece.after)) return piece.text;
  if (/^[a-z_]+$/u.test(piece.text) && quoteIdentifier(piece.text) !== piece.text) return piece.text;
  const parts = nameParts(piece.text);
  const isIt = parts.at(-1) === name && (parts.length === 1 || (parts.length === 2 && parts[0] === table));
  return isIt ? withLastPart(parts, to) : piece.text;
}

function renamedIn(object: SchemaObject, ref: ColumnRef, to: string): SchemaObject {
  const isOfTable = object.schema === ref.schema && object.table === ref.table;
  const list = (names: readonly string[]): readonly string[] => names.map((name) => (name === ref.name ? to : name));
  const elements = <Element extends IndexElement>(given: readonly Element[]): readonly Element[] =>
    given.map((element) => (element.column === ref.name ? { ...element, column: to } : element));
  if (isSequence(object)) return withOwner(object, ref, to);
  if (isForeignKey(object)) {
    const { references } = object;
    return {
      ...object,
      ...(isOfTable ? { columns: list(object.columns) } : {}),
      ...(isOfTable && object.onDeleteColumns !== undefined ? { onDeleteColumns: list(object.onDeleteColumns) } : {}),
      ...(references.schema === ref.schema && references.table === ref.table
        ? { references: { ...references, columns: list(references.columns) } }
        : {}),
    };
  }
  if (!isOfTable) return object;
  if (isColumn(object)) return object.name === ref.name ? withName(object, to) : object;
  if (object.kind === "comment") return object.of === "column" && object.name === ref.name ? { ...object, name: to } : object;
  const include = "include" in object ? { include: list(object.include as readonly string[]) } : {}; // keys and indexes have a list of names
  if (isPrimaryKey(object) || isUnique(object)) return changed(object, { columns: list(object.columns), ...include });
  if (isIndex(object)) return changed(object, { columns: elements(object.columns), ...include });
  return isExclusion(object) ? changed(object, { elements: elements(object.elements), ...include }) : object;
}

const changed = <Object extends SchemaObject>(object: Object, change: Partial<Object>): Object => ({ ...object, ...change });

function withOwner(object: SchemaObject, ref: ColumnRef, to: string): SchemaObject {
  if (!isSequence(object) || object.ownedBy === undefined) return object;
  const { ownedBy } = object;
  const isIt = ownedBy.schema === ref.schema && ownedBy.table === ref.table && ownedBy.column === ref.name;
  return isIt ? changed(object, { ownedBy: { ...ownedBy, column: to } }) : object;
}

function withName(column: Column, to: string): Column {
  return withSequence({ ...column, name: to }, identitySequenceName(column.table, column.name));
}
