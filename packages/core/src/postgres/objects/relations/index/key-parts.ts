import type { Kinds } from "../../../../operation/kinds.ts";
import { objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { isPrimaryKey, isUnique } from "../constraint/model.ts";
import { indexedPartitions, isPartOf } from "../lacking.ts";
import { isIndex, type Index } from "./model.ts";
import { keyColumns } from "./own-keys.ts";

/**
 * The keys of partitions whose indexes are the parts of an index of the partitioned table, in words: PostgreSQL drops that only with
 * CASCADE. It takes one that is alike for a part, whether an index or that of a key, and of keys the catalog says it nowhere but there:
 * where no index is the part, a key is.
 */
export function keyParts(whole: Index, schema: DatabaseSchema, kinds: Kinds): readonly string[] {
  const columns = keyColumns(whole);
  if (columns === undefined || whole.invalid === true) return [];
  const lacks = ({ schema: at, name }: { readonly schema: string; readonly name: string }): boolean =>
    (whole.lackedBy ?? []).some((table) => table.schema === at && table.name === name);
  return indexedPartitions(schema, { schema: whole.schema, name: whole.table }, kinds)
    .filter((partition) => !lacks(partition))
    .flatMap((partition) => {
      const there = objectsIn(schema, partition);
      const part = there.filter(isIndex).find((index) => isPartOf(index, whole));
      if (part !== undefined) return keyParts(part, schema, kinds);
      return there
        .filter((object) => isPrimaryKey(object) || isUnique(object))
        .filter((key) => key.partOf === undefined && sameData(key.columns, columns))
        .map(
          ({ kind, table, name }) => `${kind === "primaryKey" ? "primary key" : "unique constraint"} ${partition.schema}.${table}.${name}`,
        );
    });
}
