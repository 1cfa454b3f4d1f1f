import { verdicts } from "./judge.mjs";

const kinds = Object.keys(verdicts);

/** A line for each category, and what is not modelled most often. */
export function summaryText(results) {
  const categories = [...new Set(results.map(({ category }) => category))].toSorted((left, right) => (left < right ? -1 : 1));
  const width = Math.max(12, ...categories.map((name) => name.length));
  const line = (name, counted) =>
    [name.padEnd(width), ...kinds.map((kind) => String(countOf(counted, kind)).padStart(verdicts[kind].length))].join("  ");
  return [
    ["category".padEnd(width), ...kinds.map((kind) => verdicts[kind])].join("  "),
    ...categories.map((name) =>
      line(
        name,
        results.filter(({ category }) => category === name),
      ),
    ),
    line("all", results),
    "",
    "Not compared, by sort (runs):",
    ...sortsOf(results).map(([what, count]) => `${String(count).padStart(5)}  ${what}`),
  ].join("\n");
}

const countOf = (results, kind) => results.filter((result) => result.kind === kind).length || "";

function sortsOf(results) {
  const counts = new Map();
  for (const { notCompared = [] } of results)
    for (const what of new Set(notCompared.map((each) => each.what))) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].toSorted(([, left], [, right]) => right - left);
}

/** Every run that did not go well, with the reason. */
export const detailsText = (results, { script }) =>
  results
    .filter(({ kind }) => kind !== "ok" || script)
    .map(({ name, from, major, kind, why, ...said }) =>
      [
        `${name} from ${from} on ${major}: ${verdicts[kind]}`,
        ...(why === undefined ? [] : [`  ${script ? why : why.slice(0, 500)}`]),
        ...(script ? [said.script ?? "", "-- back", said.back ?? ""] : []),
      ].join("\n"),
    )
    .join("\n");
