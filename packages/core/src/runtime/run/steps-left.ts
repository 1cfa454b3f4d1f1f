import type { Step } from "../../revision/rows.ts";
import type { Mark } from "../tables/log-table.ts";

export const sameHeads = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.toSorted().join("\0") === right.toSorted().join("\0");

/**
 * What is left of planned steps once the heads have moved: another run may have done some or all of them meanwhile.
 * Undefined: the heads are not on this way at all.
 */
export function stepsLeft(
  steps: readonly Step[],
  headsBefore: readonly string[],
  headsNow: readonly string[],
): readonly Step[] | undefined {
  if (sameHeads(headsBefore, headsNow)) return steps;
  const at = steps.findLastIndex(({ headsAfter }) => sameHeads(headsAfter, headsNow));
  return at === -1 ? undefined : steps.slice(at + 1);
}

/** A mark that none of the steps goes on from, although the heads say that its revision is still at that side. */
export function strandedMark(marks: readonly Mark[], steps: readonly Step[], applied: ReadonlySet<string>): Mark | undefined {
  return marks.find(({ revision, direction }) => {
    const isStill = direction === "upgrade" ? !applied.has(revision) : applied.has(revision);
    return isStill && !steps.some((step) => step.revision === revision && step.direction === direction);
  });
}

/** Whether a target counts from where the database is, and so means another one after it has moved. */
export const isRelative = (target: string): boolean => /[+-]\d+$/u.test(target);
