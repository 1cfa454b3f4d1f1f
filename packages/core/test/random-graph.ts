import fc from "fast-check";
import type { Revision } from "../src/revision/revision.ts";

interface Draw {
  readonly down: readonly number[];
  readonly dependsOn: readonly number[];
  readonly isLabelled: boolean;
}

/** Few or many bases, merges and dependencies, so that lines as well as thickets come up. */
const draws: fc.Arbitrary<readonly Draw[]> = fc.constantFrom([0, 1], [1, 1], [1, 2]).chain(([least, most]) =>
  fc.array(
    fc.record({
      down: fc.array(fc.nat(3), { minLength: least, maxLength: most }),
      dependsOn: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(fc.nat(9), { maxLength: 2 }) }),
      isLabelled: fc.nat(5).map((at) => at === 0),
    }),
    { minLength: 1, maxLength: 12 },
  ),
);

/** Labels of every shape that Alembic takes: with dots and dashes, some that look like a version or a distance, some that begin alike. */
const labelAt = (at: number): string =>
  [`label${at}`, `my-label.${at}`, `v${at}.x`, `label-${at}`, `a.b-c${at}`, `${at}.0`, `x-${at}fa`, `b${at}+1`][(at * 5) % 8] ?? "";

/**
 * Revisions that make a graph, in the order of the history. None requires two revisions of which one lies below the other:
 * for these Alembic's rows depend on chance.
 */
export const randomRevisions: fc.Arbitrary<readonly Revision[]> = draws.map((all) => {
  const revisions: Revision[] = [];
  const below: ReadonlySet<number>[] = [];
  for (const [at, { down, dependsOn, isLabelled }] of all.entries()) {
    const required: number[] = [];
    const add = (index: number): boolean => {
      if (index < 0 || required.some((other) => other === index || below[other]?.has(index) === true || below[index]?.has(other) === true))
        return false;
      required.push(index);
      return true;
    };
    const downs = down.map((back) => at - 1 - back).filter(add);
    const dependencies = dependsOn.map((back) => at - 1 - back).filter(add);
    below.push(new Set(required.flatMap((index) => [index, ...(below[index] ?? [])])));
    const nameOf = (index: number): string => revisions[index]?.id ?? "";
    revisions.push({
      id: `${"cab"[at % 3]}${at}f${(at * 7919) % 97}e`,
      downRevisions: downs.map(nameOf),
      branchLabels: isLabelled ? [labelAt(at)] : [],
      dependsOn: dependencies.map(nameOf),
    });
  }
  return revisions;
});

/** Chooses from what a graph has. */
type Choose = <T>(items: readonly T[]) => T;

const ends = ["head", "heads", "base"];
const distances = ["+1", "+2", "+5", "-1", "-2", "-5", "+0", "-0"];

/** A name of a revision, right or wrong, in any of the forms that there are. */
export function randomTarget(revisions: readonly Revision[], choose: Choose): string {
  const labels = revisions.flatMap(({ branchLabels }) => branchLabels);
  const ids = revisions.map(({ id }) => id);
  const name = (): string =>
    choose([
      choose(ids),
      choose(ids),
      choose(ids).slice(0, choose([1, 2, 3])),
      choose([...labels, "nope"]),
      choose([...labels, "nope"]).slice(0, choose([2, 4, 6])),
      choose(ends),
    ]);
  const branch = choose([choose(ids), choose([...labels, choose(ids)]), choose([...labels, "nope"])]);
  return choose([
    name,
    name,
    () => `${branch}@${name()}`,
    () => `${branch}@${choose(ends)}`,
    () => choose(distances),
    () => name() + choose(distances),
    () => `${branch}@${choose(distances)}`,
    () => `${branch}@${name()}${choose(distances)}`,
  ])();
}

/** Revisions, and a chooser for more that follows from the same seed. */
export const randomGraph: fc.Arbitrary<{ readonly revisions: readonly Revision[]; readonly choose: Choose }> = fc
  .tuple(randomRevisions, fc.infiniteStream(fc.nat(1_000_000)))
  .map(([revisions, stream]) => ({
    revisions,
    choose: (items) => {
      const at = Number(stream.next().value) % items.length;
      return items[at] as (typeof items)[number]; // a place in the array: callers never choose from nothing
    },
  }));
