/**
 * The first seed of random tests: MIG_RANDOM_SEED, 1 without it, another one each time for "random".
 * Anything else is an error, so that a misspelt seed does not silently test something else.
 */
export function randomSeed(given: string | undefined = process.env["MIG_RANDOM_SEED"], next: () => number = Math.random): number {
  if (given === undefined || given === "") return 1;
  if (given === "random") return Math.floor(next() * 2 ** 31);
  if (!/^-?\d+$/u.test(given)) throw new Error(`MIG_RANDOM_SEED must be a whole number or "random", not "${given}".`);
  return Number(given);
}
