import { pinnedPath, printAlike } from "../postgres/session/pins.ts";
import { BatchFailure, type Row, type Session } from "./session.ts";

export interface AskOptions {
  /** Whether the statements write. Absent: they read, also from a standby. */
  readonly writes?: true;
}

/**
 * Runs mig's own statements as one transaction, in one round trip. Gives the rows of each. Names in them mean built-in objects,
 * whatever is on the session's search_path.
 * @throws BatchFailure with the statement's place among those given
 */
export async function ask(
  session: Session,
  statements: readonly string[],
  { writes }: AskOptions = {},
): Promise<readonly (readonly Row[])[]> {
  const before = [writes === true ? "begin read write" : "begin", pinnedPath, ...(session.pins ?? [printAlike])];
  try {
    return (await session.batch([...before, ...statements, "commit"])).slice(before.length, -1);
  } catch (error) {
    await session.simple("rollback").catch(() => {}); // the connection may be lost: the failure itself says so
    throw error instanceof BatchFailure ? shifted(error, before.length) : error;
  }
}

function shifted({ cause, at, position }: BatchFailure, by: number): BatchFailure {
  return new BatchFailure(cause instanceof Error ? cause : new Error(String(cause)), Math.max(at - by, 0), position);
}
