import { MigError } from "../../../../errors.ts";
import { createMayHave } from "../../../../schema/may-have.ts";
import { objectsOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { textUses } from "../../../expression/text-uses.ts";
import { isTable, type TableName } from "./model.ts";

// The key by which rows are in partitions.

interface KeyOf extends TableName {
  readonly partitionBy?: string | undefined;
}

/** What a key is made of, as resource keys. None for a table that is not partitioned. */
export const keyUses = ({ schema, name, partitionBy }: KeyOf): readonly string[] =>
  partitionBy === undefined ? [] : textUses(partitionBy, { schema, table: name }).map(({ key }) => key);

const mayHavePartitioned = createMayHave((container) => {
  for (const object of container.values()) if (isTable(object) && object.partitionBy !== undefined) return true;
  return false;
});

/**
 * PostgreSQL changes no type that a key is made of: the rows would have to be sorted into the partitions anew. So it is for all strategies
 * (`has_partition_attrs` in its source).
 * @throws MigError PARTITION_KEY_FIXED
 */
export function assertKeyKept(before: DatabaseSchema, retyped: () => ReadonlySet<string>): void {
  if (!mayHavePartitioned(before)) return;
  const keys = retyped();
  for (const object of objectsOf(before)) {
    if (!isTable(object) || object.partitionBy === undefined || !keyUses(object).some((key) => keys.has(key))) continue;
    throw new MigError("PARTITION_KEY_FIXED", { table: `${object.schema}.${object.name}`, by: object.partitionBy });
  }
}
