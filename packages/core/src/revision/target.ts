import { MigError } from "../errors.ts";

/** A name with a distance: `+2`, `ae10-1`, `billing@+1`, `billing@head-1`. */
export interface RelativeTarget {
  readonly text: string;
  /** Absent: no branch is named. */
  readonly branch?: string;
  /** Where counting starts. Absent: at what is applied. */
  readonly from?: string;
  readonly steps: number;
}

/**
 * As in Alembic, a distance follows letters, digits and underscores alone: in `v1.2-1` and `my-label` there is none, these are labels.
 * And as there, what follows the distance is not read: `team-2fa` is two below `team`, whatever labels there are.
 */
const relativePattern = /^(?:(?<branch>.+?)@)?(?<from>[\p{L}\p{N}_]+)?(?<steps>[+-]\d+)/u;

/** Reads a name with a distance; anything else gives undefined. */
export function parseRelative(text: string): RelativeTarget | undefined {
  const groups = relativePattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { branch, from, steps } = groups;
  return { text, steps: Number(steps), ...(branch === undefined ? {} : { branch }), ...(from === undefined ? {} : { from }) };
}

/** A name without a distance, split at its `@`. */
export interface NamedTarget {
  readonly text: string;
  readonly branch?: string;
  readonly name: string;
}

/** Splits at the first `@`. As in Alembic, no branch is named where nothing stands before it. */
export function parseNamed(text: string): NamedTarget {
  const at = text.indexOf("@");
  return { text, name: text.slice(at + 1), ...(at > 0 ? { branch: text.slice(0, at) } : {}) };
}

/** The two ends of a range. Absent: that side was left open. */
export interface RevisionRange {
  readonly from?: string;
  readonly to?: string;
}

/**
 * Reads `a:b`, `a:` or `:b`.
 *
 * @example parseRange("ae10:head") // { from: "ae10", to: "head" }
 */
export function parseRange(text: string): RevisionRange {
  const [from = "", to, ...more] = text.trim().split(":");
  if (to === undefined) throw new MigError("BAD_RANGE", { range: text, reason: "noColon" });
  if (more.length > 0) throw new MigError("BAD_RANGE", { range: text, reason: "twoColons" });
  return { ...(from === "" ? {} : { from }), ...(to === "" ? {} : { to }) };
}

/** Refuses a range where one revision is meant. */
export function refuseRange(text: string): void {
  if (text.includes(":")) throw new MigError("BAD_RANGE", { range: text, reason: "notAllowed" });
}
