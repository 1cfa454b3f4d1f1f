import { expect, test } from "vitest";
import type { Worker } from "../lock/worker.ts";
import { Interruption, interruptible } from "./interrupt.ts";

/** A worker whose statement ends when it is told to. */
function working(): {
  readonly worker: Worker;
  readonly abort: () => void;
  readonly end: () => void;
  readonly work: Promise<void>;
  readonly isCut: () => boolean;
} {
  const controller = new AbortController();
  let end = (): void => {};
  let cut = false;
  const work = new Promise<void>((_, reject) => (end = () => reject(new Error("canceled"))));
  const session = { destroy: () => (cut = true) };
  const worker = { session, signal: controller.signal } as unknown as Worker; // all that an interruption uses
  return { worker, work, end, abort: () => controller.abort(), isCut: () => cut };
}

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("a statement that ends when told to leaves no timer that would keep the process alive", async () => {
  const before = timers();
  const { worker, work, end, abort, isCut } = working();
  const run = interruptible(worker, work);
  abort();
  end();
  await expect(run).rejects.toThrow(Interruption);
  expect(timers()).toBe(before);
  expect(isCut()).toBe(false);
});

test("a statement that does not end is left behind, its connection cut", async () => {
  const { worker, work, abort, isCut } = working();
  const run = interruptible(worker, work);
  abort();
  await expect(run).rejects.toThrow(Interruption);
  expect(isCut()).toBe(true);
});
