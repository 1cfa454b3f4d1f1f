import { getObject, hasObject, putObjects, removeObjects, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../schema/object.ts";
import { sql, type Sql } from "../../sql/sql.ts";
import { resource } from "../resources.ts";

/** Names a part of a table: a constraint or an index. */
export interface TablePart {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

type OfTable = Pick<TablePart, "schema" | "table">;

/** The table's own name, as `mentions` and the `sql` tag take it. */
export const tableName = ({ schema, table }: OfTable): { readonly schema: string; readonly name: string } => ({ schema, name: table });

/** The identity of a part alone. */
export const partOf = ({ schema, table, name }: TablePart): TablePart => ({ schema, table, name });

export const hasTable = (schema: DatabaseSchema, part: OfTable): boolean => hasObject(schema, tableRef(part));

export const tableRef = (part: OfTable): ObjectRef => ({ kind: "table", ...tableName(part) });

export const columnRef = ({ schema, table }: OfTable, name: string): ObjectRef => ({ kind: "column", schema, table, name });

export const tableKey = ({ schema, table }: OfTable): string => resource.relation(schema, table);

export const columnKeys = ({ schema, table }: OfTable, columns: readonly string[]): readonly string[] =>
  columns.map((name) => resource.column(schema, table, name));

/** Of these refs, those that the schema has: what it does not model is nobody's to depend on. */
export const present = (schema: DatabaseSchema, refs: readonly ObjectRef[]): readonly ObjectRef[] =>
  refs.filter((ref) => hasObject(schema, ref));

export const alterTable = (part: OfTable, change: Sql): Sql => sql`alter table ${tableName(part)} ${change}`;

/** The schema with a part of these kinds, and the comments on it, under another name. Parts that it does not find are passed over. */
export function moveParts(before: DatabaseSchema, part: TablePart, to: string, kinds: readonly string[]): DatabaseSchema {
  const ofPart = kinds.flatMap((kind): ObjectRef[] => [{ ...partOf(part), kind }, ...commentRefs(part, kind)]);
  const found = ofPart.map((ref) => getObject(before, ref)).filter((object) => object !== undefined);
  const moved = found.map((object) => ({ ...object, name: to }));
  return found.length === 0 ? before : putObjects(removeObjects(before, found), moved);
}

/** An index and its constraint can have a comment each. */
const commentRefs = (part: TablePart, kind: string): readonly ObjectRef[] =>
  (kind === "index" ? ["index"] : ["index", "constraint"]).map((of) => ({ ...partOf(part), kind: "comment", of }));
