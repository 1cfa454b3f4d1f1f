import { refOf, type ObjectRef } from "../schema/object.ts";
import { reverseByState } from "./engine.ts";
import type { AnyOperation } from "./operation.ts";
import type { OperationFacts, Statement } from "./spec.ts";
import type { OperationSpec } from "./kinds.ts";

/** `about` of an operation whose payload has the fields of the object's ref. */
export const aboutOf =
  (kind: string) =>
  (op: Omit<ObjectRef, "kind">): ObjectRef =>
    refOf({ ...op, kind });

/** `apply` with the reverse that follows from it. For every operation that renames nothing. */
export function statewise<Op extends AnyOperation>(apply: OperationSpec<Op>["apply"]): Pick<OperationSpec<Op>, "apply" | "reverse"> {
  return { apply, reverse: (op, before, kinds) => reverseByState(apply(before, op, kinds), before, kinds) };
}

/** Facts of a change of the catalog alone, with no lock on any table. */
export const metadataOnly: OperationFacts = { lock: "none", rewrites: false, scans: false, transactional: true };

/** Facts of a quick change of the catalog under the strongest lock. */
export const quickExclusive: OperationFacts = { ...metadataOnly, lock: "access exclusive" };

/** A statement that only prepares or follows what its operation is about. */
export const beside = ({ sql }: Statement, facts: OperationFacts = metadataOnly): Statement => ({ sql, facts });
