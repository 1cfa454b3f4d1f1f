import { MigError } from "../../errors.ts";
import type { GraphNode, RevisionGraph } from "../../revision/graph.ts";
import { inOrder } from "../../revision/lineage.ts";
import { ranIn } from "../../revision/record.ts";
import { stamp, upgrade } from "../../runtime/run/commands.ts";
import type { Caller } from "../caller.ts";
import { environmentOf } from "../project/database.ts";
import type { Project } from "../project/project.ts";
import type { DatabaseHistory } from "./standing.ts";
import type { MigrationTool } from "./tools/tool.ts";

/** How a database was told that its history is mig's now. */
export type Recorded =
  /** `below`: what did not run here although later ones did. */
  | { readonly how: "stamped"; readonly revision: string; readonly below: readonly string[] }
  /** It was empty, and the revisions built it. */
  | { readonly how: "built"; readonly revisions: readonly string[] }
  | { readonly how: "nothing to do" };

/** The revisions that stand for a tool's history, lowest first. */
export const adoptedIn = (graph: RevisionGraph, tool: string): readonly GraphNode[] =>
  inOrder(graph.nodes.filter(({ revision }) => revision.adopts?.tool === tool));

/**
 * Records in a database what of the adopted history ran there, as the tool's table says. An empty one is built. Called again, it does
 * nothing.
 * @throws MigError ADOPT_BEHIND, ADOPT_STATE_UNKNOWN
 */
export async function record(
  {
    project,
    graph,
    tool,
  }: { readonly project: Project; readonly graph: RevisionGraph; readonly tool: Pick<MigrationTool, "id" | "name" | "deploy" | "table"> },
  { rows, isEmpty, state, table }: Pick<DatabaseHistory, "rows" | "isEmpty" | "state" | "table">,
  {
    isKnown,
    caller,
  }: { /** Whether the revisions were written from this very database. */ readonly isKnown: boolean; readonly caller: Caller },
): Promise<Recorded> {
  const adopted = adoptedIn(graph, tool.id);
  const top = adopted.at(-1);
  if (top === undefined) return { how: "nothing to do" };
  const there = ranIn(graph, state.heads, state.log);
  const environment = environmentOf(project, graph, caller);
  if (isEmpty && table === undefined) {
    if (there.has(top.id)) return { how: "nothing to do" };
    const { steps } = await upgrade(environment, { to: top.id });
    return { how: "built", revisions: steps.map(({ revision }) => revision) };
  }
  if (table === undefined && !isKnown) {
    if (adopted.every(({ id }) => there.has(id))) return { how: "nothing to do" };
    throw new MigError("ADOPT_STATE_UNKNOWN", {
      tool: tool.name,
      ...(tool.table === undefined ? {} : { table: tool.table }),
      revision: top.id,
    });
  }
  const ran = new Set(rows.filter((row) => row.state === "applied").map(({ key }) => key));
  const base = adopted.find(({ revision }) => revision.adopts?.form === "baseline");
  const baseKey = base?.revision.adopts?.name;
  if (!isKnown && baseKey !== undefined && !ran.has(baseKey))
    throw new MigError("ADOPT_BEHIND", { tool: tool.name, name: baseKey, ...(tool.deploy === undefined ? {} : { deploy: tool.deploy }) });
  const has = (node: GraphNode): boolean => node === base || (isKnown && table === undefined) || ran.has(keyOf(node));
  const highest = adopted.findLast(has);
  if (highest === undefined || there.has(highest.id)) return { how: "nothing to do" };
  const below = adopted.filter((node) => node.rank < highest.rank && !has(node) && !there.has(node.id)).map(({ id }) => id);
  await stamp(environment, { to: highest.id, except: below });
  return { how: "stamped", revision: highest.id, below };
}

/** What the tool's table knows a revision by. */
const keyOf = ({ revision }: GraphNode): string => revision.adopts?.name ?? "";
