import type { LockMode, OperationFacts } from "../../../../../operation/spec.ts";

/** What is known of a statement by its words. Absent: the rest of `OperationFacts` at its mildest. */
export interface KnownFacts {
  readonly lock: LockMode;
  readonly rewrites?: boolean;
  readonly scans?: boolean;
  readonly transactional?: boolean;
  readonly notUndone?: string;
  readonly alsoLocks?: NonNullable<OperationFacts["alsoLocks"]>;
}

const mayFail = "as the statement decides";

/**
 * What is not known is taken for the worst: whoever reads a plan should look at hand-written SQL, and a tool that
 * judges by facts must not wave it through.
 */
export const worst: OperationFacts = { lock: "access exclusive", rewrites: true, scans: true, mayFail, transactional: true, unknown: true };

export const found = ({ rewrites = false, scans = false, transactional = true, ...more }: KnownFacts): OperationFacts => ({
  ...more,
  rewrites,
  scans,
  mayFail,
  transactional,
});

export const lightExclusive: KnownFacts = { lock: "access exclusive" };
export const scanningExclusive: KnownFacts = { lock: "access exclusive", scans: true };
export const heaviest: KnownFacts = { lock: "access exclusive", rewrites: true, scans: true };
