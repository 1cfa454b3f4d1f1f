import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The pairs of a folder: `{ name, category, a, b, seedA, seedB, isolated, minVersion, text }`. */
export function readPairs(folder) {
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .flatMap((name) => readPair(folder, name));
  const prefixes = Map.groupBy?.(found, ({ name }) => prefixOf(name, 2)) ?? grouped(found, ({ name }) => prefixOf(name, 2));
  return found.map((pair) => ({ ...pair, category: prefixes.get(prefixOf(pair.name, 2)).length > 1 ? prefixOf(pair.name, 2) : "others" }));
}

const grouped = (items, keyOf) => items.reduce((map, item) => map.set(keyOf(item), [...(map.get(keyOf(item)) ?? []), item]), new Map());

const prefixOf = (name, words) => name.split("-").slice(0, words).join("-");

function readPair(folder, name) {
  const read = (...files) => {
    const file = files.map((each) => join(folder, name, each)).find((each) => existsSync(each));
    return file === undefined ? undefined : readFileSync(file, "utf8");
  };
  const [a, b] = [read("a.sql", "before.sql"), read("b.sql", "after.sql")];
  if (a === undefined || b === undefined) return [];
  const { isolatedCluster = false, minVersion = 0 } = JSON.parse(read("meta.json") ?? "{}");
  return [{ name, a, b, seedA: read("seed.sql"), seedB: read("seed-b.sql"), isolated: isolatedCluster, minVersion, text: `${a}\n${b}` }];
}

/** A pair is run from either end. */
export const runsOf = ({ name, category, a, b, seedA, seedB, isolated }) => [
  { name, category, from: "a", before: a, after: b, seed: seedA ?? "", isolated },
  { name, category, from: "b", before: b, after: a, seed: seedB ?? "", isolated },
];
