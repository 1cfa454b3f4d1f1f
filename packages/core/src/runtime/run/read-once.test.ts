import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import type { LogRecord } from "../../revision/record.ts";
import { loadGraph } from "../environment/environment.ts";
import { checksumsOf } from "../files/checksums.ts";
import { pendingIn } from "./planners.ts";
import { problemsIn } from "./problems.ts";

// What is read for one command is read once.

const textOf = (id: string, down: string | null): string =>
  `export const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\nexport function upgrade(op) { op.execute("select '${id}'"); }\n`;

/** Revisions a1 and b1 in a folder, and the log of a database in which both ran; b1's file was another one. */
function project() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-once-"));
  const texts = { a1: textOf("a1", null), b1: textOf("b1", "a1") };
  for (const [id, text] of Object.entries(texts)) writeFileSync(path.join(folder, `${id}.mjs`), text);
  const log: readonly LogRecord[] = [
    { revision: "a1", direction: "upgrade", headsBefore: [], headsAfter: ["a1"], ...checksumsOf(texts.a1) },
    { revision: "b1", direction: "upgrade", headsBefore: ["a1"], headsAfter: ["b1"], ...checksumsOf(`${texts.b1}more();`) },
  ];
  return { folder, log, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

test("files whose texts were kept are not read again", () => {
  const { folder, log, remove } = project();
  const loaded = { config: { versions: folder }, root: folder };
  const [graph, other] = [loadGraph(loaded, { keepsTexts: true }), loadGraph(loaded)];
  remove();
  expect(problemsIn(graph, { heads: ["b1"], log })).toEqual([{ revision: "b1", problem: "edited" }]);
  expect(() => problemsIn(other, { heads: ["b1"], log })).toThrow(/b1\.mjs|a1\.mjs/u);
});

test("a log is replayed once for each time that it is read", () => {
  const { folder, log, remove } = project();
  let replays = 0;
  const counting = new Proxy(log, {
    get: (target, name) => {
      if (name === Symbol.iterator) replays += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const graph = loadGraph({ config: { versions: folder }, root: folder });
  const state = { heads: ["b1"], log: counting };
  expect(pendingIn(graph, state)).toEqual([]);
  expect(problemsIn(graph, state)).toHaveLength(1);
  expect(replays).toBe(1);
  expect(problemsIn(loadGraph({ config: { versions: folder }, root: folder }), state)).toHaveLength(1);
  expect(replays).toBe(2);
  remove();
});
