/** How alike two names are, from 0 to 1. `userName`, `user_name` and `USERNAME` are one name in other spellings. */
export function similarNames(left: string, right: string): number {
  const [a, b] = [lettersOf(left), lettersOf(right)];
  if (a === b) return 1;
  if (a === "" || b === "") return 0;
  const isWithin = (a.length >= 3 && b.includes(a)) || (b.length >= 3 && a.includes(b));
  return Math.max(isWithin ? 0.7 : 0, sharedPairs(a, b));
}

const lettersOf = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Dice's coefficient: twice the pairs of neighbouring letters that both have, by all pairs. */
function sharedPairs(left: string, right: string): number {
  const [a, b] = [pairsOf(left), pairsOf(right)];
  let shared = 0;
  for (const [pair, count] of a) shared += Math.min(count, b.get(pair) ?? 0);
  const all = Math.max(left.length - 1, 0) + Math.max(right.length - 1, 0);
  return all === 0 ? 0 : (2 * shared) / all;
}

function pairsOf(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 2 <= text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
