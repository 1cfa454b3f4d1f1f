import type { Tell } from "../environment/event.ts";
import type { OpenMirror } from "../mirror/mirror.ts";
import type { Session } from "../session.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import type { RunLock } from "./lock.ts";

export interface Watch {
  /** The connection that holds the lock. */
  readonly session: Session;
  readonly lock: RunLock;
  /** A connection for monitoring. */
  readonly monitor: () => Promise<Session>;
}

/** What the steps of a run share: the connection that works under the lock, and the limits of its waits. */
export interface Worker {
  /** The connection that the statements go to. */
  readonly session: Session;
  /** Other connections to the same database. Absent: it allows only one. */
  readonly watch?: Watch;
  readonly tables: MigTables;
  /** Another tool's history that goes along. Absent: none does. */
  readonly mirror?: OpenMirror;
  /** How long to try to lock a table; 0: wait in the server's queue. */
  readonly tableLockSeconds: number;
  /** The total time for which tries to lock a table may make others wait. */
  readonly tableStallSeconds: number;
  /** How long a revision's own code may wait for something other than the database; 0: no limit. */
  readonly revisionTimeoutSeconds: number;
  /** The same, while its transaction is open. */
  readonly lockedWaitSeconds: number;
  readonly tell: Tell;
  readonly signal?: AbortSignal;
}
