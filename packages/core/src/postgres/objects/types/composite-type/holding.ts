import type { Kinds } from "../../../../operation/kinds.ts";
import { putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { refText } from "../../../../schema/object.ts";
import { columnAt, withAttributesReset } from "../../relations/column/fragment.ts";
import type { Column } from "../../relations/column/model.ts";
import { lockingTables } from "../../relations/locks.ts";
import { resource } from "../../resources.ts";
import { columnsHolding } from "./columns.ts";
import type { HeldColumn } from "./held-columns.ts";
import type { CompositeTypeRef } from "./keys.ts";

// What an operation does to the columns that hold values of a type, which it names.

/** Columns that hold values of the type in another way than those that are named, and than what is inherited from these. */
export const inTheWay = (type: CompositeTypeRef, { columns = [] }: Holding, before: DatabaseSchema, kinds: Kinds): readonly string[] => {
  const isNamed = ({ schema, table, name }: ColumnOf): boolean =>
    columns.some((held) => held.schema === schema && held.table === table && held.column === name);
  const isMoved = (column: Column): boolean =>
    isNamed(column) || (column.inheritedFrom ?? []).some((parent) => isMovedAt({ ...parent, name: column.name }));
  const isMovedAt = (at: ColumnOf): boolean => {
    const column = columnAt(before, at);
    return column !== undefined && isMoved(column);
  };
  return columnsHolding(type, before, kinds)
    .filter((column) => !isMoved(column))
    .map(refText)
    .toSorted();
};

/** The columns that an operation names. */
export interface Holding {
  readonly columns?: readonly HeldColumn[];
}

type ColumnOf = Pick<Column, "schema" | "table" | "name">;

/** What else happens to the columns that hold values. */
export const withColumns = (before: DatabaseSchema, { columns = [] }: Holding): DatabaseSchema =>
  columns.reduce((schema, { schema: at, table, column: name, default: text }) => {
    const reset = withAttributesReset(schema, { schema: at, table, name });
    const column = columnAt(reset, { schema: at, table, name });
    if (column === undefined) return reset;
    const { default: _, ...rest } = column;
    const held: Column = text === undefined || text === null ? rest : { ...rest, default: text };
    return putObjects(reset, [held]);
  }, before);

/** Their resource keys. */
export const columnKeys = ({ columns = [] }: Holding): readonly string[] =>
  columns.map(({ schema, table, column }) => resource.column(schema, table, column));

/** Each of their tables is written anew. */
export const holding = (columns: readonly HeldColumn[]) =>
  ({ lock: "access exclusive", ...lockingTables(columns, "access exclusive"), rewrites: true, scans: true }) as const;
