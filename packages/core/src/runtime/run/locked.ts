import { lockKeyOf } from "../lock/lock-key.ts";
import { takeLock, type RunLock } from "../lock/lock.ts";
import { MigError } from "../../errors.ts";
import type { Session } from "../session.ts";
import type { Environment } from "./environment.ts";
import type { Worker } from "../step/worker.ts";

/** Opens a connection, hands it over, and closes it whatever happens. */
export async function withSession<Result>(environment: Environment, applicationName: string, use: (session: Session) => Promise<Result>): Promise<Result> {
  const session = await environment.connect(applicationName);
  try {
    return await use(session);
  } finally {
    await session.close().catch(() => {}); // it may be lost already
  }
}

/** Works alone: `session` takes the lock and keeps it, a second connection does the work. */
export async function withWorker<Result>(environment: Environment, session: Session, use: (worker: Worker) => Promise<Result>): Promise<Result> {
  if (!session.isShared) return use(workerOf(environment, session));
  const key = lockKeyOf(environment.tables);
  const workerName = `mig worker ${key.short}`;
  const { tell, signal, lockTimeoutSeconds } = environment;
  const lock = await takeLock(session, {
    key,
    workerName,
    timeoutSeconds: lockTimeoutSeconds,
    onWait: (waited) => tell({ kind: "waiting", ...waited }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => Promise.reject(signal?.aborted === true ? new MigError("INTERRUPTED", { after: "is as it was" }, { cause: error }) : error));
  try {
    return await withSession(environment, workerName, (own) => use(workerOf(environment, own, { session, lock })));
  } finally {
    await lock.release();
  }
}

function workerOf(environment: Environment, session: Session, watch?: { readonly session: Session; readonly lock: RunLock }): Worker {
  const { tables, tableLockSeconds, importRevision, tell, signal } = environment;
  return { session, tables, tableLockSeconds, importRevision, tell, ...(watch === undefined ? {} : { watch }), ...(signal === undefined ? {} : { signal }) };
}
