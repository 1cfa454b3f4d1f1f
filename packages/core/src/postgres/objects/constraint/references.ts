import type { Ends } from "../../../operation/object-kind.ts";
import { getObject, objectsIn, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../schema/object.ts";
import { sameData } from "../../../schema/same-data.ts";
import { isIndex } from "../index/model.ts";
import { columnRef, hasTable, tableName, type TablePart } from "../table-part.ts";
import { isPrimaryKey, isUnique, type ForeignKey } from "./model.ts";

type Key = Omit<ForeignKey, "kind">;

/** The other end of a foreign key, as a place for columns. */
export const referencedTable = ({ references: { schema, table }, name }: Key): TablePart => ({ schema, table, name });

/** What makes the referenced columns unique: primary key, unique constraints and unique indexes over just these columns. */
export function referencedKeys({ references }: Key, schema: DatabaseSchema): readonly SchemaObject[] {
  const wanted = references.columns.toSorted();
  return objectsIn(schema, tableName(references)).filter((object) => sameData(keyColumns(object)?.toSorted(), wanted));
}

function keyColumns(object: SchemaObject): readonly string[] | undefined {
  if (isPrimaryKey(object) || isUnique(object)) return object.columns;
  if (!isIndex(object) || object.unique !== true || object.where !== undefined) return undefined;
  const columns = object.columns.map(({ column }) => column);
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

/**
 * Whether a foreign key can simply go with its table. Not if the other end goes or changes too: then it must be out of
 * the way before.
 */
export function goesUnnoticed(key: ForeignKey, { before, after }: Ends): boolean {
  if (hasTable(after, key)) return false;
  const other = referencedTable(key);
  if (other.schema === key.schema && other.table === key.table) return true;
  if (!hasTable(before, other)) return true;
  const used = [...referencedKeys(key, before), ...key.references.columns.map((name) => columnRef(other, name))];
  return hasTable(after, other) && used.every((ref) => sameData(getObject(before, ref), getObject(after, ref)));
}
