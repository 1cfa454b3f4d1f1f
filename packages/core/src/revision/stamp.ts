import type { GraphNode, RevisionGraph } from "./node.ts";
import { ancestorsOf, descendantsOf, lineageOf, refuseOverlap } from "./lineage.ts";
import { findBranch, findNode, findNodes, rowNodes } from "./naming/name.ts";
import { stepTo, type Step } from "./rows.ts";
import { parseNamed, parseRelative, refuseRange } from "./target.ts";
import { countsFromHeads, walkFromHeads } from "./naming/walk.ts";

export interface StampOptions {
  /** Forget the rows first, also those that no file has. */
  readonly purge?: boolean;
}

/**
 * The steps that make the version table say that the database is at the targets, without running anything.
 * Rows on one line of descent with a target, dependencies counted, give way to it; other rows stay.
 *
 * @example planStamp(graph, ["a1"], "head") // [{ direction: "upgrade", revision: "c3", headsAfter: ["c3"] }]
 */
export function planStamp(
  graph: RevisionGraph,
  rows: readonly string[],
  targets: string | readonly string[],
  { purge }: StampOptions = {},
): readonly Step[] {
  const texts = typeof targets === "string" ? [targets] : targets;
  texts.forEach(refuseRange);
  const current = purge === true ? [] : rowNodes(graph, rows);
  const giveWay = new Set((texts.length === 0 ? ["base"] : texts).flatMap((text) => rowsConcerned(graph, current, text)));
  const wanted = new Set(texts.flatMap((text) => stampTargets(graph, current, text)));
  return wanted.size === 0 ? removeAll(current, giveWay) : writeAll(current, giveWay, [...wanted]);
}

/**
 * Refuses targets of which one lies below another: the rows would contradict each other, and the next upgrade would refuse them.
 * The plan itself takes them, as Alembic's does.
 */
export function refuseOverlappingStamp(graph: RevisionGraph, targets: string | readonly string[]): void {
  const texts = (typeof targets === "string" ? [targets] : targets).filter(
    (text) => parseRelative(text) === undefined && !text.includes(":"),
  );
  if (texts.length > 1) refuseOverlap([...new Set(texts.flatMap((text) => findNodes(graph, text)))], "targets");
}

/** The rows that a target can replace. */
function rowsConcerned(graph: RevisionGraph, current: readonly GraphNode[], text: string): readonly GraphNode[] {
  const { branch, name } = parseNamed(text);
  const symbolic = ["base", "head", "heads"].includes(name) ? findNodes(graph, text) : undefined;
  if (current.length === 0) return [];
  const branches = branch === undefined ? [] : [findBranch(graph, branch)];
  const tests = [...branches, ...(symbolic ?? [findNode(graph, name)])];
  if (tests.length === 0) return current;
  const lineage = lineageOf(tests, "requirements");
  return current.filter((node) => lineage.has(node));
}

function stampTargets(graph: RevisionGraph, current: readonly GraphNode[], text: string): readonly GraphNode[] {
  // As in Alembic, a distance is understood only on an empty table, and counts down from the heads.
  if (current.length > 0 || !countsFromHeads(text)) return findNodes(graph, text);
  return walkFromHeads(graph, text).flatMap(({ node }) => node ?? []);
}

/** Towards base: a step for each row that goes. */
function removeAll(current: readonly GraphNode[], going: ReadonlySet<GraphNode>): readonly Step[] {
  const rows = new Set(current);
  return [...going].map((node) => {
    rows.delete(node);
    return stepTo("downgrade", node, rows);
  });
}

/**
 * One step a target. The first target above or below rows takes all of the rows that any target concerns, as Alembic's does:
 * a row that is itself a target keeps its place only if no other target takes it.
 */
function writeAll(current: readonly GraphNode[], giveWay: ReadonlySet<GraphNode>, wanted: readonly GraphNode[]): readonly Step[] {
  const rows = new Set(current);
  return wanted.flatMap((node) => {
    if (giveWay.has(node)) return [];
    const isBelow = meets(descendantsOf([node], "requirements"), giveWay);
    if (isBelow || meets(ancestorsOf([node], "requirements"), giveWay)) for (const row of giveWay) rows.delete(row);
    rows.add(node);
    return [stepTo(isBelow ? "downgrade" : "upgrade", node, rows)];
  });
}

const meets = (left: ReadonlySet<GraphNode>, right: ReadonlySet<GraphNode>): boolean => [...right].some((node) => left.has(node));
