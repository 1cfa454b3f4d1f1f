import type { RevisionModule } from "../files/import-revision.ts";
import type { Revision } from "../../revision/revision.ts";
import type { Step } from "../../revision/rows.ts";
import type { RunLock } from "./lock.ts";
import type { BegunFunction } from "../record/begun.ts";
import type { Session } from "../session.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import type { Tell } from "../environment/event.ts";

export interface Watch {
  /** The connection that holds the lock. */
  readonly session: Session;
  readonly lock: RunLock;
  /** A connection to look from. */
  readonly monitor: () => Promise<Session>;
}

/** What the steps of a run share. */
export interface Worker {
  /** The connection that the statements go to. */
  readonly session: Session;
  /** What is there beside that connection. Absent: nothing, the database has only one. */
  readonly watch?: Watch;
  readonly tables: MigTables;
  /** How long to try to lock a table; 0: wait in the server's queue. */
  readonly tableLockSeconds: number;
  /** How much waiting for its tries to lock a table others may be put to, in all. */
  readonly tableStallSeconds: number;
  /** How long a revision's own code may wait for something that is not the database; 0: for ever. */
  readonly revisionTimeoutSeconds: number;
  /** The same, while its transaction is open. */
  readonly lockedWaitSeconds: number;
  /** Whether rows may be lost without a question. Absent: yes. */
  readonly mayLose?: boolean;
  /** The function of a step where it was begun before the run; it is handed out once. Absent: none was. */
  readonly take?: (step: Step) => BegunFunction | undefined;
  readonly importRevision: (revision: Revision) => Promise<RevisionModule>;
  readonly tell: Tell;
  readonly signal?: AbortSignal;
}
