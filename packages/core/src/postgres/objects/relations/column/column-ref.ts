import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sql, identifier, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { isColumn, type Column } from "./model.ts";

/** Names a column. */
export interface ColumnRef {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

export const columnRef = ({ schema, table, name }: ColumnRef): ColumnRef => ({ schema, table, name });

export const columnKey = ({ schema, table, name }: ColumnRef): string => resource.column(schema, table, name);

export function columnAt(schema: DatabaseSchema, { schema: at, table, name }: ColumnRef): Column | undefined {
  const found = getObject(schema, { kind: "column", schema: at, table, name });
  return found !== undefined && isColumn(found) ? found : undefined;
}

/** The schema with the column changed, if it is there. */
export function changeColumn(before: DatabaseSchema, ref: ColumnRef, change: (column: Column) => Column): DatabaseSchema {
  const column = columnAt(before, ref);
  return column === undefined ? before : putObjects(before, [change(column)]);
}

/** ALTER TABLE ... ALTER COLUMN ... and the change. */
export const alterColumnSql = ({ schema, table, name }: ColumnRef, change: Sql): Sql =>
  sql`alter table ${{ schema, name: table }} alter column ${identifier(name)} ${change}`;
