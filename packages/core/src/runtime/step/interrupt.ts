import { setTimeout as delay } from "node:timers/promises";
import type { Worker } from "../lock/worker.ts";

/** How long a statement that was told to stop may take to do so. */
const patienceMilliseconds = 1500;

/** Thrown inside a run that was told to stop. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

/**
 * Waits for work that may be interrupted. On the signal the running statement is cancelled; what does not end by itself
 * then is left behind, and its connection cut.
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
