import { fieldsMatcher, fieldsProblem, patternMatcher, type NamePattern, type ObjectFields, type ObjectView } from "./object-rule.ts";

/** A field in which an object of the database is not as it is wanted. */
export interface FieldDifference extends ObjectView {
  /** As operations call it. @example "type", "default", "notNull" */
  readonly field: string;
  /** What the database has. Absent: nothing. */
  readonly database?: unknown;
  /** What is wanted. Absent: nothing. */
  readonly wanted?: unknown;
}

/** Fields of some objects. Fields of an object that are absent fit all objects. */
export interface FieldRule extends ObjectFields {
  /** @example "default", ["type", "collation"] */
  readonly fields: NamePattern;
}

/**
 * Differences that do not count: the database keeps what it has.
 * @example [{ kind: "column", fields: "default" }, ({ field, database, wanted }) => field === "type" && database === "citext" && wanted ===
 * "text"]
 */
export type DifferenceRule = FieldRule | ((difference: FieldDifference) => boolean);

const fieldNames = ["kind", "schema", "table", "name", "of", "role", "fields"] as const;

/** What is wrong with a rule, in words that follow its key. Undefined: nothing. */
export function differenceRuleProblem(rule: unknown): string | undefined {
  if (typeof rule === "function") return undefined;
  const problem = fieldsProblem(rule, fieldNames);
  if (problem !== undefined) return typeof rule === "string" ? "must be { kind, fields, ... } or a function" : problem;
  return typeof rule === "object" && rule !== null && "fields" in rule
    ? undefined
    : `needs "fields", such as { kind: "column", fields: "default" }`;
}

/** Rules as one function. */
export function differenceMatcher(rules: readonly DifferenceRule[]): (difference: FieldDifference) => boolean {
  const tests = rules.map((rule) => {
    if (typeof rule === "function") return rule;
    const [ofObject, ofField] = [fieldsMatcher(rule), patternMatcher(rule.fields)];
    return (difference: FieldDifference): boolean => ofField(difference.field) && ofObject(difference);
  });
  return (difference) => tests.some((fits) => fits(difference));
}
