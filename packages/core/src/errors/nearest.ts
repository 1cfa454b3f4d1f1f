/** The known name that differs least, if it differs little. */
export function nearestOf(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((known) => ({ known, distance: distance(name.toLowerCase(), known.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(2, best.known.length / 3) ? best.known : undefined;
}

/** Insertions, deletions and replacements that lead from one text to the other (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [at, character] of Array.from(left).entries()) {
    const next = [at + 1];
    for (const [column, other] of Array.from(right).entries()) {
      next.push(Math.min((next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1, (row[column] ?? 0) + (character === other ? 0 : 1)));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
