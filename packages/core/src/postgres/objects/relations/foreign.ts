import type { Ends } from "../../../operation/ends.ts";
import type { OperationSpec } from "../../../operation/kinds.ts";
import type { AnyOperation } from "../../../operation/operation.ts";
import type { OperationFacts } from "../../../operation/spec.ts";
import { quoteIdentifier } from "../../sql/identifier.ts";
import { objectsIn, type DatabaseSchema } from "../../../schema/database-schema.ts";
import { ownedSequences } from "./column/fragment.ts";
import { isColumn } from "./column/model.ts";
import { tableAt } from "./parents.ts";
import { isSequence } from "./sequence/model.ts";

interface InTable {
  readonly schema: string;
  readonly table: string;
}

/** Whether the rows of a table are elsewhere: nothing of them is read, written or lost here. */
export const isForeign = (schema: DatabaseSchema, { schema: at, table: name }: InTable): boolean =>
  tableAt(schema, { schema: at, name })?.foreign !== undefined;

/** Whether they are at both ends. */
export const staysForeign = ({ before, after }: Ends, part: InTable): boolean => isForeign(before, part) && isForeign(after, part);

/** What is lost with a foreign table, or with one column of it: not the rows, but where its sequences are. */
export function positionsLost(
  before: DatabaseSchema,
  { schema, table, column }: InTable & { readonly column?: string },
): Pick<OperationFacts, "losesData" | "losesFrom"> {
  const identities = objectsIn(before, { schema, name: table })
    .filter(isColumn)
    .filter(({ name, identity }) => identity !== undefined && (column === undefined || name === column))
    .map(({ name }) => name);
  const serials = ownedSequences(before, { schema, table, ...(column === undefined ? {} : { column }) })
    .filter(isSequence)
    .flatMap(({ ownedBy }) => (ownedBy === undefined ? [] : [ownedBy.column]));
  const columns = [...new Set([...identities, ...serials])].map(quoteIdentifier);
  if (columns.length === 0) return {};
  return { losesData: `the position of the sequence of column ${columns.join(", ")}`, losesFrom: [] };
}

/** What an operation on a part of a table means where that is foreign. A sequence is here all the same. */
function withoutRows({ losesData, losesFrom, mayFail: _, ...facts }: OperationFacts): OperationFacts {
  return {
    ...facts,
    ...(losesData !== undefined && losesFrom?.length === 0 ? { losesData, losesFrom } : {}),
    rewrites: false,
    scans: false,
  };
}

/** An operation on a part of a table, also of a foreign one. */
export const alsoForeign = <Op extends AnyOperation & InTable>(spec: OperationSpec<Op>): OperationSpec<Op> => ({
  ...spec,
  facts: (op, before, kinds) => {
    const facts = spec.facts(op, before, kinds);
    return isForeign(before, op) ? withoutRows(facts) : facts;
  },
});
