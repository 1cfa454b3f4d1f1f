/**
 * The first of the operations of a ring for which no other operation has to wait. `followers` says for each operation which come
 * after it; those that are done do not count. There must be one that is not.
 */
export function firstOfRing(followers: readonly ReadonlySet<number>[], done: ReadonlySet<number>): number {
  const open = followers.map((_, at) => at).filter((at) => !done.has(at));
  const start = lastRoot(followers, open, done);
  const before = new Map<number, number[]>(open.map((at) => [at, []]));
  for (const at of open) for (const next of followers[at] ?? []) before.get(next)?.push(at);
  return Math.min(...reached(start, (at) => before.get(at) ?? [], new Set()));
}

/** Of the roots of a walk along all followers the last: nothing leads to it but what it leads to itself. */
function lastRoot(followers: readonly ReadonlySet<number>[], open: readonly number[], done: ReadonlySet<number>): number {
  const seen = new Set(done);
  let root = 0;
  for (const at of open) {
    if (seen.has(at)) continue;
    root = at;
    reached(at, (from) => followers[from] ?? [], seen);
  }
  return root;
}

/** Everything that can be reached, added to what has been seen. */
function reached(start: number, next: (at: number) => Iterable<number>, seen: Set<number>): ReadonlySet<number> {
  const stack = [start];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    stack.push(...next(at));
  }
  return seen;
}
