import type { Kinds } from "../../../operation/kinds.ts";
import type { LockMode, OperationFacts } from "../../../operation/spec.ts";
import type { DatabaseSchema } from "../../../schema/database-schema.ts";
import { childrenOf, tableAt } from "./parents.ts";
import type { TableName } from "./table/model.ts";

/** The same lock on other tables, each once and in order. Nothing if there are none. */
export function lockingTables(
  tables: readonly { readonly schema: string; readonly table: string }[],
  lock: LockMode,
): Pick<OperationFacts, "alsoLocks"> {
  const refs = new Map(tables.map(({ schema, table }) => [`${schema}.${table}`, { kind: "table", schema, name: table }]));
  if (refs.size === 0) return {};
  return { alsoLocks: [...refs].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, of]) => ({ of, lock })) };
}

/**
 * Facts of a change of a table that also concerns its partitions, or the tables that inherit from it: they are locked alike. `whose`:
 * "partitions" where only those get what a table gets, as triggers and indexes.
 */
export function lockingHeirs(
  facts: OperationFacts,
  table: TableName,
  schema: DatabaseSchema,
  kinds: Kinds,
  whose: "all" | "partitions" = "all",
): OperationFacts {
  if (childrenOf(schema, table, kinds).length === 0 || facts.lock === "none") return facts;
  const isPartitioned = tableAt(schema, table)?.partitionBy !== undefined;
  if (!isPartitioned && whose === "partitions") return facts;
  const words = `every ${isPartitioned ? "partition of" : "table that inherits from"} ${table.schema}.${table.name}`;
  return { ...facts, alsoLocks: [...(facts.alsoLocks ?? []), { words, lock: facts.lock }] };
}
