import type { Ends } from "../../../../operation/ends.ts";
import { getObject, objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { isIndex } from "../index/model.ts";
import { resource } from "../../resources.ts";
import { columnKeys, columnRef, hasTable, tableKey, tableName, type TablePart } from "../table-part.ts";
import { keyNames } from "./over-time.ts";
import { isPrimaryKey, isUnique, type ForeignKey } from "./model.ts";
import { isInRing } from "./rings.ts";

type Key = Omit<ForeignKey, "kind">;

/** The other end of a foreign key, as a place for columns. */
export const referencedTable = ({ references: { schema, table }, name }: Key): TablePart => ({ schema, table, name });

/** What it needs of the other table, as resource keys. */
export function usedByForeignKey({
  references: { schema, table, columns },
  period,
}: Pick<Key, "references" | "period">): readonly string[] {
  return [
    tableKey({ schema, table }),
    ...columnKeys({ schema, table }, columns),
    resource.usableKey(schema, table, keyNames(columns, period)),
  ];
}

/** The key of the other table that it lets go of with it. */
export const keyOfForeignKey = ({ references: { schema, table, columns }, period }: Pick<Key, "references" | "period">): string =>
  resource.uniqueKey(schema, table, keyNames(columns, period));

/** What makes the referenced columns unique: primary key, unique constraints and unique indexes over just these columns. */
function referencedKeys({ references, period }: Key, schema: DatabaseSchema): readonly SchemaObject[] {
  const wanted = keyNames(references.columns, period).toSorted();
  return objectsIn(schema, tableName(references)).filter((object) => sameData(keyColumns(object)?.toSorted(), wanted));
}

function keyColumns(object: SchemaObject): readonly string[] | undefined {
  if (isPrimaryKey(object) || isUnique(object)) return keyNames(object.columns, object.withoutOverlaps);
  if (!isIndex(object) || object.unique !== true || object.where !== undefined) return undefined;
  const columns = object.columns.map(({ column }) => column);
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

const isOfItself = ({ schema, table, references }: Key): boolean => references.schema === schema && references.table === table;

/**
 * Whether a foreign key can be made with its table. Not where the other table needs this one too; and CREATE TABLE
 * takes NOT VALID but marks the key as valid all the same.
 */
export function comesWithTable(key: ForeignKey, ends: Ends): boolean {
  if (hasTable(ends.before, key) || (key.notValid === true && key.notEnforced !== true)) return false;
  return isOfItself(key) ? !waitsForIndex(key, ends.after) : !isInRing(key, "made", ends);
}

/** Whether only an index, which comes after the table, makes the referenced columns unique. */
function waitsForIndex(key: ForeignKey, after: DatabaseSchema): boolean {
  const keys = referencedKeys(key, after);
  return keys.length > 0 && keys.every(isIndex);
}

/**
 * Whether a foreign key can simply go with its table. Not if the other table needs this one too, or changes: then it
 * must be out of the way before.
 */
export function goesWithTable(key: ForeignKey, ends: Ends): boolean {
  const { before, after } = ends;
  if (hasTable(after, key)) return false;
  const other = referencedTable(key);
  if (isOfItself(key) || !hasTable(before, other)) return true;
  if (!hasTable(after, other)) return !isInRing(key, "gone", ends);
  const used = [...referencedKeys(key, before), ...key.references.columns.map((name) => columnRef(other, name))];
  return used.every((ref) => sameData(getObject(before, ref), getObject(after, ref)));
}
