import type { RevisionGraph } from "../../revision/graph.ts";
import { belowOthers } from "../../revision/lineage.ts";
import { ranIn, type LogRecord } from "../../revision/record.ts";
import { planStamp } from "../../revision/stamp.ts";
import { appliedOf } from "../../revision/resolve.ts";
import { withSession } from "../connection/with-session.ts";
import type { Environment } from "../environment/environment.ts";
import type { Session } from "../session.ts";
import { readState } from "../tables/heads.ts";
import type { OpenMirror } from "./mirror.ts";

/** What the other tool has run and mig does not know of. */
export interface Ahead {
  /** Revisions to record, none of them below another. */
  readonly heads: readonly string[];
  /** What is below them and ran nowhere. */
  readonly except: readonly string[];
  readonly revisions: readonly string[];
}

/** Looks whether the other tool has run what stands for revisions that mig does not count as applied. */
export async function readAhead(
  session: Session,
  { graph, mirror, tables }: Pick<Environment, "graph" | "mirror" | "tables">,
): Promise<Ahead | undefined> {
  if (mirror === undefined) return undefined;
  const { heads, log } = await readState(session, tables);
  if ((await session.query(mirror.find)).length === 0) return undefined;
  const names = new Set((await session.query(mirror.read)).map(({ name }) => String(name)));
  return aheadOf(graph, mirror, { rows: heads, log, names });
}

interface Rows {
  /** Those of the version table. */
  readonly rows: readonly string[];
  readonly log: readonly LogRecord[];
  /** What the other tool has run. */
  readonly names: ReadonlySet<string>;
}

function aheadOf(graph: RevisionGraph, mirror: OpenMirror, { rows, log, names }: Rows): Ahead | undefined {
  const applied = ranIn(graph, rows, log);
  const ran = graph.nodes.filter((node) => !applied.has(node.id) && mirror.isAmong(node.revision, names) === true);
  if (ran.length === 0) return undefined;
  const known = new Set([...applied, ...ran.map(({ id }) => id)]);
  const nodes = graph.nodes.filter(({ id }) => known.has(id));
  const implied = new Set(belowOthers(nodes));
  const tops = nodes.filter((node) => !implied.has(node)).map(({ id }) => id);
  const below = appliedOf(graph, tops).map(({ id }) => id);
  return { heads: tops, except: below.filter((id) => !known.has(id)), revisions: ran.map(({ id }) => id) };
}

/** Records what the other tool has run, so that it is not run again. Without a mirror, nothing is asked. */
export async function catchUp(environment: Environment): Promise<readonly string[]> {
  if (environment.mirror === undefined) return [];
  const ahead = await withSession(environment, {}, (session) => readAhead(session, environment));
  if (ahead === undefined) return [];
  const { writeStamp } = await import("../run/write-stamp.ts");
  const { graph } = environment;
  await writeStamp(environment, (heads) => planStamp(graph, heads, ahead.heads, { purge: false }), { purge: false, except: ahead.except });
  environment.tell({ kind: "mirrored", tool: environment.mirror.name, revisions: ahead.revisions });
  return ahead.revisions;
}
