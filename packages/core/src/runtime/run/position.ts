import type { RevisionGraph } from "../../revision/graph.ts";
import { recordedIn, rowsThatCount, type Recorded } from "../../revision/record.ts";
import type { Session } from "../session.ts";
import { readState, type RecordedState } from "../tables/heads.ts";
import type { MigTables } from "../tables/mig-tables.ts";

/** Where a database is, its log compared with its rows and the files. */
export interface Position extends RecordedState {
  readonly recorded: Recorded;
  /** The rows that plans start from. */
  readonly rows: readonly string[];
}

const known = new WeakMap<Pick<RecordedState, "heads" | "log">, { readonly graph: RevisionGraph; readonly found: Found }>();

type Found = Pick<Position, "recorded" | "rows">;

/** Compares log, rows and files. A log is replayed once for each time that it is read, whoever asks. */
export function compareLog(graph: RevisionGraph, state: Pick<RecordedState, "heads" | "log">): Found {
  const before = known.get(state);
  if (before?.graph === graph) return before.found;
  const recorded = recordedIn(graph, state.heads, state.log);
  const found = { recorded, rows: rowsThatCount(graph, state.heads, recorded) };
  known.set(state, { graph, found });
  return found;
}

export async function readPosition(
  { graph, tables }: { readonly graph: RevisionGraph; readonly tables: MigTables },
  session: Session,
): Promise<Position> {
  const state = await readState(session, tables);
  return { ...state, ...compareLog(graph, state) };
}
