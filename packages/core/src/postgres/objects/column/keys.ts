import { columnKey } from "./column-ref.ts";
import { defaultKeys, generatedKeys } from "./expression-keys.ts";
import { sequenceKey } from "./identity/sequence-name.ts";
import type { Column } from "./model.ts";
import { typeKeys } from "./type/type-keys.ts";

/** What a column is made of, as resource keys. */
export function usedByColumn(column: Omit<Column, "kind">): readonly string[] {
  return [
    ...typeKeys(column.type, column.schema),
    ...(column.default === undefined ? [] : defaultKeys(column.default, column)),
    ...(column.generated === undefined ? [] : generatedKeys(column.generated.expression, column)),
  ];
}

/** The names that it takes. */
export const ownedByColumn = (column: Omit<Column, "kind">): readonly string[] => [
  columnKey(column),
  ...(column.identity === undefined ? [] : [sequenceKey(column, column.identity)]),
];
