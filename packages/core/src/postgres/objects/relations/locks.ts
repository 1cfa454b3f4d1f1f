import type { LockMode, OperationFacts } from "../../../operation/spec.ts";

/** The same lock on other tables, each once and in order. Nothing if there are none. */
export function lockingTables(
  tables: readonly { readonly schema: string; readonly table: string }[],
  lock: LockMode,
): Pick<OperationFacts, "alsoLocks"> {
  const refs = new Map(tables.map(({ schema, table }) => [`${schema}.${table}`, { kind: "table", schema, name: table }]));
  if (refs.size === 0) return {};
  return { alsoLocks: [...refs].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, of]) => ({ of, lock })) };
}
