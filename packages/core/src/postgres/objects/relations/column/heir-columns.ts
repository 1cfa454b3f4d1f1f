import type { Kinds } from "../../../../operation/kinds.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { heirsOf } from "../parents.ts";
import { columnKey } from "./column-ref.ts";
import { isColumn, type Column } from "./model.ts";

/** Columns that are inherited from one: one level. */
export const heirColumns = (
  schema: DatabaseSchema,
  column: { readonly schema: string; readonly table: string; readonly name: string },
  kinds: Kinds,
) => heirsOf(schema, columnKey(column), kinds).filter(isColumn);

/** The same with theirs. */
export function allHeirs(
  schema: DatabaseSchema,
  column: { readonly schema: string; readonly table: string; readonly name: string },
  kinds: Kinds,
): readonly Column[] {
  const found = heirColumns(schema, column, kinds);
  return found.length === 0 ? found : [...found, ...found.flatMap((heir) => allHeirs(schema, heir, kinds))];
}
