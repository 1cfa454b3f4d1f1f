import { runInThisContext } from "node:vm";
import { createRecorder } from "../src/runtime/record/recorder.ts";
import type { Op } from "../src/runtime/record/op.ts";
import type { Operation } from "../src/postgres/objects/index.ts";

/** The operations that the body of a revision's function records. The text is the repository's own. */
export function recorded(body: string): readonly Operation[] {
  const { op, end } = createRecorder(() => Promise.reject(new Error("A case reads nothing.")));
  const run = runInThisContext(`(op) => {\n${body}\n}`) as (op: Op) => void; // by the line above
  run(op);
  return end();
}
