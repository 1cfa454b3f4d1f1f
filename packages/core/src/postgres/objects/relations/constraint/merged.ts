import type { SchemaObject } from "../../../../schema/object.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { isPrimaryKey, isUnique, type PrimaryKey, type Unique } from "./model.ts";

/** What makes two keys one for CREATE TABLE: all but their names and storage parameters. */
const essence = ({ columns, withoutOverlaps, include = [], deferrable, ...key }: PrimaryKey | Unique): unknown => ({
  columns,
  withoutOverlaps,
  include,
  deferrable,
  nullsNotDistinct: "nullsNotDistinct" in key ? key.nullsNotDistinct : undefined,
});

/**
 * Whether CREATE TABLE would take a unique constraint for the same as another of these and leave it out: it must be
 * added after the table.
 */
export function isMerged(key: Unique, ofTable: readonly SchemaObject[]): boolean {
  return ofTable.some(
    (other) => (isPrimaryKey(other) || (isUnique(other) && other.name < key.name)) && sameData(essence(other), essence(key)),
  );
}
