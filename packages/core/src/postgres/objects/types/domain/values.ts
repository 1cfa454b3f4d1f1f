import { metadataOnly } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import { lockingTables } from "../../relations/locks.ts";
import { columnsOf, domainAt, type DomainRef } from "./underlying.ts";

/** Facts of a statement that reads every value of a domain, table by table, while others may read but not write. */
export function checksValues(domain: DomainRef, before: DatabaseSchema, mayFail: string): OperationFacts {
  const read: OperationFacts = { ...metadataOnly, lock: "share", scans: true, mayFail };
  if (domainAt(before, domain) === undefined) return read;
  const columns = columnsOf(domain, before);
  return columns.length === 0 ? metadataOnly : { ...read, ...lockingTables(columns, "share") };
}
