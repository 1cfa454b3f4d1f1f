/** A long computation that pauses now and then. */
export type Steps<Result> = Generator<void, Result, void>;

/** Runs it to its end without a pause. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** How long nobody else gets a turn, in milliseconds. */
const turn = 5;

/** Runs it to its end, and lets others have their turn in between: a database that is sending rows stops when nobody takes them. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (let until = performance.now() + turn; ;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + turn;
  }
}
