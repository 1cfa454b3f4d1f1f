import { isMigError, MigError } from "../../errors.ts";
import { lockKeyOf } from "./lock-key.ts";
import { takeLock } from "./lock.ts";
import { waitForOrphans } from "./orphans.ts";
import { BatchFailure, sqlStateOf, type Session } from "../session.ts";
import type { ConnectOptions } from "../connection/connect-options.ts";
import type { Environment } from "../environment/environment.ts";
import type { Worker } from "./worker.ts";

/** Opens a connection, hands it over, and closes it whatever happens. */
export async function withSession<Result>(
  environment: Environment,
  { name = "mig", ...options }: Pick<ConnectOptions, "creates"> & { readonly name?: string },
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await environment.connect(name, options);
  try {
    return await use(session);
  } catch (error) {
    throw asMigError(error);
  } finally {
    await session.close().catch(() => {}); // it may be lost already
  }
}

/** What PostgreSQL or the connection says where no step is running; bugs stay as they are. */
function asMigError(error: unknown): unknown {
  if (isMigError(error) || !(error instanceof Error)) return error;
  const sqlState = sqlStateOf(error);
  if (sqlState !== undefined && !/^(?:57P0[123]|08)/u.test(sqlState))
    return new MigError("DATABASE_FAILED", { message: error.message, sqlState }, { cause: error });
  const isLost = sqlState !== undefined || error instanceof BatchFailure || /connection|terminated|ECONN|EPIPE/iu.test(error.message);
  return isLost ? new MigError("CONNECTION_LOST", {}, { cause: error }) : error;
}

/** Works alone: `session` takes the lock and keeps it, a second connection does the work. */
export async function withWorker<Result>(
  environment: Environment,
  session: Session,
  use: (worker: Worker) => Promise<Result>,
): Promise<Result> {
  if (!session.isShared) return use(workerOf(environment, session));
  const key = lockKeyOf(environment.tables);
  const workerName = `mig worker ${key.short}`;
  const { tell, signal, lockTimeoutSeconds } = environment;
  const lock = await takeLock(session, {
    key,
    timeoutSeconds: lockTimeoutSeconds,
    onWait: (waited) => tell({ kind: "waiting", ...waited }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) =>
    Promise.reject(signal?.aborted === true ? new MigError("INTERRUPTED", { after: "is as it was" }, { cause: error }) : error),
  );
  const monitor = lazyMonitor(environment);
  try {
    return await withSession(environment, { name: workerName, creates: true }, async (own) => {
      await waitForOrphans(own, workerName, signal);
      return use(workerOf(environment, own, { session, lock, monitor: monitor.open }));
    });
  } finally {
    await monitor.close();
    await lock.release();
  }
}

/** A third connection, opened when there is something to look at. Not the lock's: that one may take no snapshot. */
function lazyMonitor(environment: Environment): { readonly open: () => Promise<Session>; readonly close: () => Promise<void> } {
  let opened: Promise<Session> | undefined;
  return {
    open: () => (opened ??= environment.connect("mig", { creates: true })),
    close: async () => {
      await opened?.then((session) => session.close()).catch(() => {});
    },
  };
}

function workerOf(environment: Environment, session: Session, watch?: Worker["watch"]): Worker {
  const { tables, tableLockSeconds, tableStallSeconds, revisionTimeoutSeconds, lockedWaitSeconds, importRevision, tell, signal } =
    environment;
  const limits = { tableLockSeconds, tableStallSeconds, revisionTimeoutSeconds, lockedWaitSeconds };
  return {
    session,
    tables,
    ...limits,
    importRevision,
    tell,
    ...(watch === undefined ? {} : { watch }),
    ...(signal === undefined ? {} : { signal }),
  };
}
