import { createDatabase, designs, designSql, servers } from "@migts/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogSnapshot, operationsBetween, planBetween, planText, readSchema, runPlan } from "./database-diff.ts";

const runs = Number(process.env["MIG_RANDOM_RUNS"] ?? 25);
const seed = process.env["MIG_RANDOM_SEED"];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("from any design to any other and back, as the catalog tells", { timeout: 60_000 + runs * 5000 }, async () => {
    const law = fc.asyncProperty(designs, designs, async (a, b) => {
      const [from, to] = [designSql(a, major), designSql(b, major)];
      const live = await createDatabase({ major, setup: from });
      const wanted = await createDatabase({ major, setup: to });
      try {
        const [start, goal] = [(await readSchema(live)).schema, (await readSchema(wanted)).schema];
        const [startText, goalText] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
        const [forth, back] = [planBetween(start, goal), planBetween(goal, start)];
        const story = `\n${from}\n-- to\n${to}\n-- upgrade\n${planText(forth)}\n-- downgrade\n${planText(back)}`;
        await runPlan(live, forth);
        expect(await catalogSnapshot(live.url), `upgrade${story}`).toBe(goalText);
        expect(operationsBetween((await readSchema(live)).schema, goal), `second diff${story}`).toEqual([]);
        await runPlan(live, back);
        expect(await catalogSnapshot(live.url), `downgrade${story}`).toBe(startText);
      } finally {
        await live.drop();
        await wanted.drop();
      }
    });
    await fc.assert(law, { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }), endOnFailure: process.env["MIG_RANDOM_SHRINK"] === undefined });
  });
});
