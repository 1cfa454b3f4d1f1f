import { expect, test } from "vitest";
import { atOnce, inTurns, type Steps } from "./steps.ts";

/** Works for some milliseconds, with a pause after each. */
function* working(milliseconds: number): Steps<string> {
  for (let done = 0; done < milliseconds; done += 1) {
    for (const until = performance.now() + 1; performance.now() < until;);
    yield;
  }
  return "done";
}

test("gives others their turn in between", async () => {
  const order: string[] = [];
  const waiting = new Promise<void>((resolve) => setImmediate(() => (order.push("other"), resolve())));
  order.push(await inTurns(working(30)));
  await waiting;
  expect(order).toEqual(["other", "done"]);
});

test("gives nobody a turn", () => {
  let turns = 0;
  setImmediate(() => (turns += 1));
  expect(atOnce(working(10))).toBe("done");
  expect(turns).toBe(0);
});
