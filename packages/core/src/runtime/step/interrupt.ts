import { setTimeout as delay } from "node:timers/promises";
import type { Worker } from "../lock/worker.ts";

/** How long to wait for a cancelled statement to end. */
const patienceMilliseconds = 1500;

/** Thrown inside a run that was told to stop. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

/**
 * Waits for work that can be interrupted. On the signal, mig cancels the running statement. If it does not end then, mig cuts its
 * connection.
 */
export async function interruptible<Result>(worker: Worker, work: Promise<Result>): Promise<Result> {
  const { signal } = worker;
  if (signal === undefined) return work;
  work.catch(() => {}); // it may fail when nobody waits for it any more
  if (signal.aborted) throw new Interruption("Interrupted.");
  let listener = (): void => {};
  const aborted = new Promise<"aborted">((resolve) => {
    listener = () => resolve("aborted");
    signal.addEventListener("abort", listener, { once: true });
  });
  try {
    const first = await Promise.race([work.then((result) => ({ result })), aborted]);
    if (first !== "aborted") return first.result;
    await cancelStatement(worker);
    const patience = new AbortController(); // or its timer would keep the process alive
    const ended = await Promise.race([
      work.then(
        () => true,
        () => true,
      ),
      delay(patienceMilliseconds, false, { signal: patience.signal }).catch(() => true),
    ]);
    patience.abort();
    if (!ended) worker.session.destroy();
    throw new Interruption("Interrupted.");
  } finally {
    signal.removeEventListener("abort", listener);
  }
}

async function cancelStatement({ session, watch }: Worker): Promise<void> {
  if (watch === undefined || session.processId === undefined || watch.lock.isPooled) return;
  await watch.session.query(`select pg_catalog.pg_cancel_backend(${session.processId})`).catch(() => {});
}
