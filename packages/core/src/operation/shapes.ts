import type { DatabaseSchema } from "../schema/database-schema.ts";
import { reverseByState } from "./engine.ts";
import type { AnyOperation, OperationFacts, OperationSpec, Statement } from "./spec.ts";

/** `apply` with the reverse that follows from it. For every operation that renames nothing. */
export function statewise<Op extends AnyOperation>(
  apply: (before: DatabaseSchema, op: Op) => DatabaseSchema,
): Pick<OperationSpec<Op>, "apply" | "reverse"> {
  return { apply, reverse: (op, before, kinds) => reverseByState(apply(before, op), before, kinds) };
}

/** Facts of a change of the catalog alone, with no lock on any table. */
export const metadataOnly: OperationFacts = { lock: "none", rewrites: false, scans: false, transactional: true };

/** Facts of a quick change of the catalog under the strongest lock. */
export const quickExclusive: OperationFacts = { ...metadataOnly, lock: "access exclusive" };

/** A statement that only prepares or follows what its operation is about. */
export const beside = ({ sql }: Statement, facts: OperationFacts = metadataOnly): Statement => ({ sql, facts });
