import { isMigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import { appliedOf, appliedOfKnown } from "../../revision/resolve.ts";
import { createEnvironment, type Environment } from "../../runtime/environment/environment.ts";
import { readAhead } from "../../runtime/mirror/catch-up.ts";
import type { OpenMirror } from "../../runtime/mirror/mirror.ts";
import { requireAdopted, writeMirror } from "../../runtime/mirror/write-mirror.ts";
import type { Session } from "../../runtime/session.ts";
import { readState, type RecordedState } from "../../runtime/tables/heads.ts";
import { inOrder } from "../../revision/lineage.ts";
import type { Caller } from "../caller.ts";
import { withSession } from "./database.ts";
import type { Project } from "./project.ts";

/**
 * Before something is written: the mirror of a project is where the other tool looks.
 * @throws MigError MIRROR_ELSEWHERE
 */
export function requireMirror(project: Project, graph: RevisionGraph): void {
  const { mirror } = createEnvironment(project, { graph });
  if (mirror !== undefined) requireAdopted({ graph, mirror });
}

/** Writes the other tool's files of revisions that have none, for a project whose configuration says `mirror`. Gives their paths. */
export async function mirrorNew(project: Project, graph: RevisionGraph): Promise<readonly string[]> {
  const { mirror, ...environment } = createEnvironment(project, { graph });
  return mirror === undefined ? [] : (await writeLacking({ ...environment, mirror })).map(project.shown);
}

/** The same for any mirror; the paths are absolute. */
export function writeLacking(environment: Environment & { readonly mirror: OpenMirror }): Promise<readonly string[]> {
  const { graph, mirror } = environment;
  const revisions = inOrder(graph.nodes).map(({ revision }) => revision);
  return writeMirror(
    environment,
    revisions.filter((revision) => mirror.isAmong(revision, new Set()) === undefined),
  );
}

/**
 * Brings the other tool's files of what is pending up to date, before that runs: their checksums are written down with it. Where files
 * cannot be written, as in a container, those that are there count.
 */
export async function mirrorPending(project: Project, graph: RevisionGraph, { progress, warn }: Caller): Promise<void> {
  const { mirror, ...rest } = createEnvironment(project, { graph });
  if (mirror === undefined) return;
  const environment = { ...rest, mirror };
  const done = await withSession(project, async (session) => {
    const { heads } = await readState(session, project.tables);
    const applied = appliedOfKnown(graph, heads).map(({ id }) => id);
    return [...applied, ...((await readAhead(session, environment))?.revisions ?? [])];
  });
  const pending = inOrder(graph.nodes).filter(({ id }) => !done.includes(id));
  try {
    const written = await writeMirror(
      environment,
      pending.map(({ revision }) => revision),
    );
    if (written.length > 0) progress(`wrote ${written.map(project.shown).join(", ")} for ${mirror.name}`);
  } catch (error) {
    if (isMigError(error)) return; // the run says what is wrong with the revision
    if (!(error instanceof Error) || !("code" in error)) throw error;
    warn(`The files for ${mirror.name} cannot be written (${String(error.code)}): those that are there count.`);
  }
}

/** Where a database is, with what another tool has run there for mig, which the next upgrade records. */
export interface MirroredState {
  readonly state: RecordedState;
  /** What only the other tool knows of. Empty: nothing, or there is no mirror. */
  readonly ahead: readonly string[];
  /** Its name. */
  readonly tool: string;
}

/** Without a mirror, nothing is asked. */
export async function withMirrored(
  session: Session,
  project: Project,
  { graph, state }: { readonly graph: RevisionGraph; readonly state: RecordedState },
): Promise<MirroredState> {
  const environment = createEnvironment(project, { graph });
  const tool = environment.mirror?.name ?? "";
  const ahead = await readAhead(session, environment);
  if (ahead === undefined) return { state, ahead: [], tool };
  const vouched = appliedOf(graph, ahead.heads).flatMap(({ id }) => (ahead.except.includes(id) ? [] : [id]));
  return {
    state: {
      ...state,
      heads: ahead.heads,
      log: [...state.log, { revision: "mirror", direction: "stamp", headsAfter: ahead.heads, vouched }],
    },
    ahead: ahead.revisions,
    tool,
  };
}
