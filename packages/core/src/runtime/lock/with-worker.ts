import { MigError } from "../../errors.ts";
import { withSession } from "../connection/with-session.ts";
import type { Environment } from "../environment/environment.ts";
import type { Session } from "../session.ts";
import { lockKeyOf } from "./lock-key.ts";
import { takeLock, type RunLock } from "./lock.ts";
import { waitForOrphans } from "./orphans.ts";
import type { Watch, Worker } from "./worker.ts";

/** Excludes other runs: `session` takes the lock and keeps it, a second connection does the work. */
export async function withWorker<Result>(
  environment: Environment,
  session: Session,
  use: (worker: Worker) => Promise<Result>,
): Promise<Result> {
  if (!session.isShared) return use(workerOf(environment, session));
  const key = lockKeyOf(environment.tables);
  const workerName = `mig worker ${key.short}`;
  const lock = await lockFor(environment, session, key);
  const monitor = lazyMonitor(environment);
  try {
    return await withSession(environment, { name: workerName, creates: true }, async (own) => {
      await waitForOrphans(own, workerName, environment.signal);
      return use(workerOf(environment, own, { session, lock, monitor: monitor.open }));
    });
  } finally {
    await monitor.close();
    await lock.release();
  }
}

async function lockFor(
  { tell, signal, lockTimeoutSeconds }: Environment,
  session: Session,
  key: ReturnType<typeof lockKeyOf>,
): Promise<RunLock> {
  try {
    return await takeLock(session, {
      key,
      timeoutSeconds: lockTimeoutSeconds,
      onWait: (waited) => tell({ kind: "waiting", ...waited }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw signal?.aborted === true ? new MigError("INTERRUPTED", { after: "is as it was" }, { cause: error }) : error;
  }
}

/** A third connection for monitoring, opened when it is needed. The lock's connection cannot be used, because it may take no snapshot. */
function lazyMonitor({ connect }: Environment): { readonly open: () => Promise<Session>; readonly close: () => Promise<void> } {
  let opened: Promise<Session> | undefined;
  return {
    open: () => (opened ??= connect("mig", { creates: true })),
    close: async () => {
      await opened?.then((session) => session.close()).catch(() => {});
    },
  };
}

function workerOf(environment: Environment, session: Session, watch?: Watch): Worker {
  const { tables, tableLockSeconds, tableStallSeconds, revisionTimeoutSeconds, lockedWaitSeconds, tell, mirror, signal } = environment;
  const limits = { tableLockSeconds, tableStallSeconds, revisionTimeoutSeconds, lockedWaitSeconds };
  return {
    session,
    tables,
    ...limits,
    tell,
    ...(mirror === undefined ? {} : { mirror }),
    ...(watch === undefined ? {} : { watch }),
    ...(signal === undefined ? {} : { signal }),
  };
}
