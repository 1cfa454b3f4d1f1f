import { readFileSync } from "node:fs";
import { newestServer, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { parseCase } from "../../../../../test/case-file.ts";
import { planText, readSchema } from "../../../../../test/database-diff.ts";
import { checkLaws, content } from "../../../../../test/operation-law.ts";
import { recorded } from "../../../../../test/recorded.ts";
import { applyAll, reverseAll } from "../../../../operation/engine.ts";
import { planOperations } from "../../../../plan/plan.ts";
import { kinds, type Operation } from "../../index.ts";

// Merging and splitting partitions is of PostgreSQL 19. What they do to the model is held against tables made that way on an older one.

const merged = `create table m (a integer not null, b text) partition by range (a);
  create index m_b on m (b);
  create table both_of partition of m for values from (0) to (20);`;

const split = `create table m (a integer not null, b text) partition by range (a);
  create index m_b on m (b);
  create table one partition of m for values from (0) to (10);
  create table two partition of m for values from (10) to (20);`;

const table = { schema: "public", name: "m" };
const [one, two] = [
  { schema: "public", name: "one" },
  { schema: "public", name: "two" },
];
const mergeThem: Operation = {
  kind: "mergePartitions",
  ...table,
  partitions: [one, two],
  into: { schema: "public", name: "both_of", bound: "FOR VALUES FROM (0) TO (20)" },
};
const splitIt: Operation = {
  kind: "splitPartition",
  ...table,
  partition: { schema: "public", name: "both_of" },
  into: [
    { ...one, bound: "FOR VALUES FROM (0) TO (10)" },
    { ...two, bound: "FOR VALUES FROM (10) TO (20)" },
  ],
};

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test("the model after each is that of the other's start", async () => {
    await withDatabase({ major, setup: merged }, (whole) =>
      withDatabase({ major, setup: split }, async (parts) => {
        const [ofWhole, ofParts] = [(await readSchema(whole)).schema, (await readSchema(parts)).schema];
        expect(content(applyAll(ofParts, [mergeThem], kinds))).toEqual(content(ofWhole));
        expect(content(applyAll(ofWhole, [splitIt], kinds))).toEqual(content(ofParts));
        expect(reverseAll([mergeThem], ofParts, kinds)).toEqual([splitIt]);
        expect(reverseAll([splitIt], ofWhole, kinds)).toEqual([mergeThem]);
      }),
    );
  });

  test("what a partition had by itself comes back", async () => {
    await withDatabase({ major, setup: `${split} create index own on one (a, b); comment on table two is 'x';` }, async (parts) => {
      const before = (await readSchema(parts)).schema;
      checkLaws(before, [mergeThem]);
      const back = reverseAll([mergeThem], before, kinds);
      expect(back.map(({ kind }) => kind)).toEqual(["splitPartition", "createIndex", "setComment"]);
    });
  });

  test.each(["merge-partitions", "split-partition"])("the case %s says what is planned", async (name) => {
    const { before = "", revision = "", ...said } = parseCase(readFileSync(new URL(`by-hand/${name}.case`, import.meta.url), "utf8"));
    await withDatabase({ major, setup: before }, async (live) => {
      const start = (await readSchema(live)).schema;
      const ops = recorded(revision);
      expect(planText(planOperations(ops, kinds, start))).toBe(said["upgrade"]);
      const back = reverseAll(ops, start, kinds);
      expect(planText(planOperations(back, kinds, applyAll(start, ops, kinds)))).toBe(said["downgrade"]);
    });
  });

  test("a view over a partition is in the way", async () => {
    await withDatabase({ major, setup: `${split} create view v as select a from one;` }, async (parts) => {
      const { transactions } = planOperations([mergeThem], kinds, (await readSchema(parts)).schema);
      expect(transactions[0]?.statements[0]?.facts).toMatchObject({
        lock: "access exclusive",
        rewrites: true,
        inTheWay: ["view public.v"],
      });
    });
  });
});
