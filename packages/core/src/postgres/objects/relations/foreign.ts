import type { Ends } from "../../../operation/ends.ts";
import type { OperationSpec } from "../../../operation/kinds.ts";
import type { AnyOperation } from "../../../operation/operation.ts";
import type { OperationFacts } from "../../../operation/spec.ts";
import type { DatabaseSchema } from "../../../schema/database-schema.ts";
import { tableAt } from "./parents.ts";

interface InTable {
  readonly schema: string;
  readonly table: string;
}

/** Whether the rows of a table are elsewhere: nothing of them is read, written or lost here. */
export const isForeign = (schema: DatabaseSchema, { schema: at, table: name }: InTable): boolean =>
  tableAt(schema, { schema: at, name })?.foreign !== undefined;

/** Whether they are at both ends. */
export const staysForeign = ({ before, after }: Ends, part: InTable): boolean => isForeign(before, part) && isForeign(after, part);

/** What an operation on a part of a table means where that is foreign. */
function withoutRows({ losesData: _, losesFrom: __, mayFail: ___, ...facts }: OperationFacts): OperationFacts {
  return { ...facts, rewrites: false, scans: false };
}

/** An operation on a part of a table, also of a foreign one. */
export const alsoForeign = <Op extends AnyOperation & InTable>(spec: OperationSpec<Op>): OperationSpec<Op> => ({
  ...spec,
  facts: (op, before, kinds) => {
    const facts = spec.facts(op, before, kinds);
    return isForeign(before, op) ? withoutRows(facts) : facts;
  },
});
