import { MigError } from "../errors.ts";
import type { GraphNode, RevisionGraph } from "./node.ts";
import { ancestorsOf, inOrder, refuseOverlap } from "./lineage.ts";
import { findNodes, rowNodes } from "./naming/name.ts";
import { moveUp, stepsOver, type Step } from "./rows.ts";
import { parseNamed, parseRelative, refuseRange, type RelativeTarget } from "./target.ts";
import { readDistance, startOf, walkFrom } from "./naming/walk.ts";

/**
 * The steps that bring a database from its rows to one target or several, with all that these require.
 * What is applied already is left alone, so an applied target, like `base`, gives no steps.
 *
 * @example planUpgrade(graph, [], "head") // [{ direction: "upgrade", revision: "a1", headsAfter: ["a1"] }, ...]
 */
export function planUpgrade(graph: RevisionGraph, rows: readonly string[], targets: string | readonly string[]): readonly Step[] {
  const texts = typeof targets === "string" ? [targets] : targets;
  texts.forEach(refuseRange);
  refuseTogether(texts);
  const wanted = texts.flatMap((text) => upgradeTargets(graph, rows, text));
  refuseOverlap(wanted, "targets");
  const current = rowNodes(graph, rows);
  refuseOverlap(current, "rows");
  const applied = ancestorsOf(current, "requirements");
  const needed = [...ancestorsOf(wanted, "requirements")].filter((node) => !applied.has(node));
  return stepsOver(inOrder(needed), { direction: "upgrade", from: current, move: moveUp });
}

function upgradeTargets(graph: RevisionGraph, rows: readonly string[], text: string): readonly GraphNode[] {
  const relative = parseRelative(text);
  if (relative === undefined) return findNodes(graph, text);
  if (relative.from === undefined && relative.branch === undefined && relative.steps <= 0)
    throw new MigError("WALKED_TOO_FAR", { target: text, wrongWay: "upgrade" });
  return readDistance(graph, text, () => {
    const { node, ended } = walkFrom(graph, relative, () => startAtRows(graph, rows, relative));
    if (ended || node === undefined) throw new MigError("WALKED_TOO_FAR", { target: text });
    return [node];
  });
}

function startAtRows(graph: RevisionGraph, rows: readonly string[], relative: RelativeTarget): GraphNode | undefined {
  if (relative.branch === undefined && rows.length > 1) throw new MigError("AMBIGUOUS_WALK", { target: relative.text, choices: rows });
  return startOf(graph, rowNodes(graph, rows), relative);
}

/** Of several targets each must say something: distances from the same place do not add up, and nothing is below `base`. */
function refuseTogether(texts: readonly string[]): void {
  if (texts.length > 1 && texts.some((text) => parseNamed(text).name === "base"))
    throw new MigError("TARGETS_CONTRADICT", { targets: texts, reason: "base" });
  const distances = texts.filter((text) => parseRelative(text)?.from === undefined && parseRelative(text) !== undefined);
  const startOfDistance = (text: string): string => parseRelative(text)?.branch ?? "";
  const twice = distances.find((text) => distances.filter((other) => startOfDistance(other) === startOfDistance(text)).length > 1);
  if (twice === undefined) return;
  const targets = distances.filter((text) => startOfDistance(text) === startOfDistance(twice));
  throw new MigError("TARGETS_CONTRADICT", { targets, reason: "distances" });
}
