import { MigError } from "../../errors.ts";
import type { LabelReadAsDistance } from "../../errors/graph-errors.ts";
import type { GraphNode, RevisionGraph } from "../node.ts";
import { ancestorsOf } from "../lineage.ts";
import { baseNodes, effectiveHeadNodes, findOneNode, headNodes, inLineage } from "./name.ts";
import { parseNamed, parseRelative, type RelativeTarget } from "../target.ts";

/** Where a walk over downRevisions ended. `ended`: it ran out of revisions before its last step. */
export interface WalkEnd {
  /** Absent: below the bases. */
  readonly node?: GraphNode;
  readonly ended: boolean;
}

interface Walk {
  /** The target as the user wrote it, for errors. */
  readonly text: string;
  /** Steps up, or down where negative. */
  readonly steps: number;
  /** Chooses where the way up forks. Absent: a fork is an error. */
  readonly branch?: string;
}

/** Counts steps up or down from a node, or from outside of the graph: up from below the bases, down from above the heads. */
export function walk(graph: RevisionGraph, start: GraphNode | undefined, { text, steps, branch }: Walk): WalkEnd {
  return steps < 0 ? walkDown(graph, start, text, -steps) : walkUp(graph, start, text, steps, branch);
}

function walkUp(graph: RevisionGraph, start: GraphNode | undefined, text: string, steps: number, branch: string | undefined): WalkEnd {
  let node = start;
  for (let step = 0; step < steps; step++) {
    const above = node === undefined ? baseNodes(graph) : node.up;
    const choices = branch === undefined || above.length === 0 ? above : inLineage(graph, above, branch, "downRevisions");
    if (choices.length === 0) return { ...ending(node), ended: true };
    node = only(choices, text);
  }
  return { ...ending(node), ended: false };
}

function walkDown(graph: RevisionGraph, start: GraphNode | undefined, text: string, steps: number): WalkEnd {
  let node = start;
  for (let step = 0; step < steps; step++) {
    if (step > 0 && node === undefined) return { ended: true };
    const below = node === undefined ? headNodes(graph) : node.down;
    node = below.length === 0 ? undefined : only(below, text);
  }
  return { ...ending(node), ended: false };
}

const ending = (node: GraphNode | undefined): { readonly node?: GraphNode } => (node === undefined ? {} : { node });

function only(choices: readonly GraphNode[], text: string): GraphNode {
  const [first] = choices;
  if (first === undefined || choices.length > 1)
    throw new MigError("AMBIGUOUS_WALK", { target: text, choices: choices.map(({ id }) => id).toSorted() });
  return first;
}

/** Tells whether a name is `-n` or `branch@-n`. */
export const countsFromHeads = (text: string): boolean => /^-0*[1-9]\d*$/.test(parseNamed(text).name);

/** `-n` and `branch@-n` where counting starts at the heads: where the walk down from each of them ends. */
export function walkFromHeads(graph: RevisionGraph, text: string): readonly WalkEnd[] {
  const { branch, name } = parseNamed(text);
  const heads = effectiveHeadNodes(graph).filter((head) => branch === undefined || head.labels.has(branch));
  return heads.map((head) => walk(graph, head, { text, steps: Number(name) }));
}

/** Counts from a named revision, or up from the start that `startWithoutName` finds where none is named. */
export function walkFrom(graph: RevisionGraph, target: RelativeTarget, startWithoutName: () => GraphNode | undefined): WalkEnd {
  const { text, branch, from, steps } = target;
  const up = steps > 0;
  if (from === undefined && !up) return { ended: true };
  // Counting down, the branch must hold the revision; counting up, it chooses the way.
  const name = branch === undefined || up ? from : `${branch}@${from}`;
  const start = name === undefined ? startWithoutName() : findOneNode(graph, name);
  return walk(graph, start, { text, steps, ...(branch === undefined || !up ? {} : { branch }) });
}

/**
 * Finds what a name with a distance stands for. If that is nothing, and a label is called so, the error says how to name the label's
 * revision.
 */
export function readDistance<T>(graph: RevisionGraph, text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const label = labelThatReadsAsDistance(graph, text);
    if (label === undefined || !(error instanceof MigError)) throw error;
    if (error.code === "REVISION_NOT_FOUND") throw new MigError("REVISION_NOT_FOUND", { revision: label.reads, label });
    if (error.code === "WALKED_TOO_FAR") throw new MigError("WALKED_TOO_FAR", { target: text, label });
    throw error;
  }
}

function labelThatReadsAsDistance(graph: RevisionGraph, text: string): LabelReadAsDistance | undefined {
  const { branch, name } = parseNamed(text);
  return [branch ?? name, name].flatMap((label) => {
    const revision = graph.byLabel.get(label)?.id;
    const reads = parseRelative(label)?.from;
    return revision === undefined || reads === undefined ? [] : [{ name: label, revision, reads }];
  })[0];
}

/**
 * Where `+n` counts from: the one row; with a branch, its row, else what is highest of it among all that is applied, else below the
 * bases.
 */
export function startOf(graph: RevisionGraph, current: readonly GraphNode[], { text, branch }: RelativeTarget): GraphNode | undefined {
  const starts = branch === undefined ? current : startsInBranch(graph, current, branch);
  if (starts.length > 1) throw new MigError("AMBIGUOUS_WALK", { target: text, choices: starts.map(({ id }) => id) });
  return starts[0];
}

function startsInBranch(graph: RevisionGraph, current: readonly GraphNode[], branch: string): readonly GraphNode[] {
  const rows = inLineage(graph, current, branch, "downRevisions");
  if (rows.length > 0) return rows;
  const applied = inLineage(graph, [...ancestorsOf(current, "requirements")], branch, "downRevisions");
  const below = new Set(applied.flatMap((node) => node.requires));
  return applied.filter((node) => !below.has(node));
}
