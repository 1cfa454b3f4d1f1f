import type { RevisionModule } from "../files/import-revision.ts";
import type { Revision } from "../../revision/revision.ts";
import type { RunLock } from "../lock/lock.ts";
import type { Session } from "../session.ts";
import type { MigTables } from "../tables/mig-tables.ts";
import type { Tell } from "./event.ts";

/** What the steps of a run share. */
export interface Worker {
  /** The connection that the statements go to. */
  readonly session: Session;
  /** A second connection, which holds the lock and can look at the first. Absent: the database lives in this process. */
  readonly watch?: { readonly session: Session; readonly lock: RunLock };
  readonly tables: MigTables;
  /** How long to try to lock a table; 0: wait in the server's queue. */
  readonly tableLockSeconds: number;
  readonly importRevision: (revision: Revision) => Promise<RevisionModule>;
  readonly tell: Tell;
  readonly signal?: AbortSignal;
}
