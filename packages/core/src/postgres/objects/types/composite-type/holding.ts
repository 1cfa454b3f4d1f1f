import type { Kinds } from "../../../../operation/kinds.ts";
import type { Touches } from "../../../../operation/spec.ts";
import { putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { refText } from "../../../../schema/object.ts";
import { allHeirs, columnAt, withAttributesReset } from "../../relations/column/fragment.ts";
import type { Column } from "../../relations/column/model.ts";
import { lockingTables } from "../../relations/locks.ts";
import { touchesOfNewParts, withPartsAnew } from "../../relations/partition-parts.ts";
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

const refOf = ({ schema, table, column }: HeldColumn): ColumnOf => ({ schema, table, name: column });

/** The columns that are named, and those that are inherited from them. */
const withHeirs = ({ columns = [] }: Holding, before: DatabaseSchema, kinds: Kinds): readonly ColumnOf[] => {
  const named = columns.map(refOf);
  return [...named, ...named.flatMap((column) => allHeirs(before, column, kinds))];
};

/** What else happens to the columns that hold values, and to indexes over them. */
export function withColumns(before: DatabaseSchema, op: Holding, kinds: Kinds): DatabaseSchema {
  const all = withHeirs(op, before, kinds);
  const reset = all.reduce(withAttributesReset, before);
  const defaulted = (op.columns ?? []).flatMap((held): readonly Column[] => {
    const column = columnAt(reset, refOf(held));
    if (column === undefined) return [];
    const { default: _, ...rest } = column;
    return [held.default === undefined || held.default === null ? rest : { ...rest, default: held.default }];
  });
  return withPartsAnew(putObjects(reset, defaulted), all, kinds);
}

/** The resource keys of these columns, and of the parts of indexes that are made anew with them. */
export function touchesOfColumns(
  op: Holding,
  before: DatabaseSchema,
  kinds: Kinds,
): {
  readonly columns: readonly string[];
  readonly retypes: readonly string[];
  readonly others: Pick<Touches, "creates" | "drops">;
} {
  const all = withHeirs(op, before, kinds);
  const columns = all.map(({ schema, table, name }) => resource.column(schema, table, name));
  const { creates, drops, retypes } = touchesOfNewParts(before, all, kinds);
  return { columns, retypes: [...columns, ...retypes], others: { creates, drops } };
}

/** Each of their tables is written anew. */
export const holding = (columns: readonly HeldColumn[]) =>
  ({ lock: "access exclusive", ...lockingTables(columns, "access exclusive"), rewrites: true, scans: true }) as const;
