import { getObject, type DatabaseSchema } from "../../../../../schema/database-schema.ts";
import { raw, sql, type Sql } from "../../../../sql/sql.ts";
import { resource } from "../../../resources.ts";
import { isTable } from "../../table/model.ts";
import type { ColumnRef } from "../column-ref.ts";

// The sequence of an identity column is made logged or unlogged as its table is, and changes with it. Then it can be altered by itself.

/** Undefined: it stays as it is. */
export const persistenceSql = (
  sequence: { readonly schema: string; readonly name: string },
  unlogged: boolean | undefined,
): readonly Sql[] => (unlogged === undefined ? [] : [sql`alter sequence ${sequence} set ${raw(unlogged ? "unlogged" : "logged")}`]);

/** For `needs`: it comes after a change of the table. */
export const tableOfPersistence = ({ schema, table }: ColumnRef, unlogged: boolean | undefined): { readonly needs?: readonly string[] } =>
  unlogged === undefined ? {} : { needs: [resource.relation(schema, table)] };

/** Whether the table of a column is unlogged. */
export function isTableUnlogged(schema: DatabaseSchema, { schema: at, table: name }: ColumnRef): boolean {
  const table = getObject(schema, { kind: "table", schema: at, name });
  return table !== undefined && isTable(table) && table.unlogged === true;
}
