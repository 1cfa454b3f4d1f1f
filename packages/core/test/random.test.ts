import { createDatabase, designs, designSql, randomSeed, readTables, servers, withDatabase, type ScratchDatabase } from "@migts/testkit";
import type { Plan } from "../src/plan/plan.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectKept, filledRows, runOnRows } from "./kept-rows.ts";
import { catalogSnapshot, operationsBetween, planBetween, planText, readSchema, runPlan } from "./database-diff.ts";

const runs = Number(process.env["MIG_RANDOM_RUNS"] ?? 25);
/**
 * The gate runs the same designs each time, long runs take others (MIG_RANDOM_SEED=random). Known and not mended: about one pair in 170 changes
 * a column from or to a domain, whose base type no kind knows yet, and PostgreSQL refuses the statement.
 */
const seed = randomSeed();

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
        await keepsRows(live, { from, forth, back, story });
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
    await fc.assert(law, {
      numRuns: runs,
      seed,
      endOnFailure: process.env["MIG_RANDOM_SHRINK"] === undefined,
    });
  });
});

interface Road {
  readonly from: string;
  readonly forth: Plan;
  readonly back: Plan;
  readonly story: string;
}

/** The same way there and back in a database of its own, with rows in every table. */
async function keepsRows({ major }: ScratchDatabase, { from, forth, back, story }: Road): Promise<void> {
  await withDatabase({ major, setup: from }, async (filled) => {
    const start = await filledRows(filled);
    const stopped = (await runOnRows(filled, forth)) ?? undefined;
    if (stopped !== undefined) return expect(stopped.facts.mayFail, `${stopped.sql} failed on rows${story}`).toBeDefined();
    expectKept(start, await readTables(filled.url), [forth], `upgrade keeps values${story}`);
    const stuck = await runOnRows(filled, back);
    if (stuck !== undefined) return expect(stuck.facts.mayFail, `${stuck.sql} failed on rows${story}`).toBeDefined();
    expectKept(start, await readTables(filled.url), [forth, back], `downgrade keeps values${story}`);
  });
}
