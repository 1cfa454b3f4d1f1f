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

/** For each operation a number that only those share with it which come, over others or not, both before and after it (Tarjan). */
export function ringsIn(followers: readonly ReadonlySet<number>[]): readonly number[] {
  const order: number[] = []; // when each was first seen
  const lowest: number[] = []; // the earliest that each leads back to
  const ring: number[] = [];
  const stack: number[] = [];
  const open = new Set<number>();
  const walk: { readonly at: number; readonly next: Iterator<number> }[] = [];
  let seen = 0;
  const enter = (at: number): void => {
    order[at] = seen;
    lowest[at] = seen;
    seen += 1;
    stack.push(at);
    open.add(at);
    walk.push({ at, next: (followers[at] ?? new Set<number>()).values() });
  };
  const leave = (at: number): void => {
    walk.pop();
    const from = walk.at(-1)?.at;
    if (from !== undefined) lowest[from] = Math.min(lowest[from] ?? 0, lowest[at] ?? 0);
    if (lowest[at] !== order[at]) return;
    for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
      open.delete(member);
      ring[member] = at;
      if (member === at) break;
    }
  };
  for (const start of followers.keys()) {
    if (order[start] !== undefined) continue;
    enter(start);
    for (let top = walk.at(-1); top !== undefined; top = walk.at(-1)) {
      const { value: next, done } = top.next.next();
      if (done === true) leave(top.at);
      else if (order[next] === undefined) enter(next);
      else if (open.has(next)) lowest[top.at] = Math.min(lowest[top.at] ?? 0, order[next]);
    }
  }
  return ring;
}

/** Those that come both after and before others of them: all of every ring, and what is between two rings. */
export function cyclic(followers: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  const left = new Set(followers.keys());
  for (let count = -1; count !== left.size;) {
    count = left.size;
    const followed = new Set([...left].flatMap((at) => [...(followers[at] ?? [])].filter((next) => left.has(next))));
    for (const at of left) if (!followed.has(at)) left.delete(at);
    for (const at of left) if (![...(followers[at] ?? [])].some((next) => left.has(next))) left.delete(at);
  }
  return left;
}
