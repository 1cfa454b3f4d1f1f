import { designs, designSql, randomSeed, servers, withDatabase } from "@migts/testkit";
import fc from "fast-check";
import { describe, test } from "vitest";
import { planText } from "./database-diff.ts";
import { judgeDiff } from "./judge.ts";

const runs = Number(process.env["MIG_RANDOM_RUNS"] ?? 25);
/**
 * The gate runs the same designs each time, long runs take others (MIG_RANDOM_SEED=random). Known and not mended: about one pair in 170 changes
 * a column from or to a domain, whose base type no kind knows yet, and PostgreSQL refuses the statement.
 */
const seed = randomSeed();

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("from any design to any other and back, as the catalog tells", { timeout: 60_000 + runs * 5000 }, async () => {
    const law = fc.asyncProperty(designs, designs, async (a, b) => {
      const [before, after] = [designSql(a, major), designSql(b, major)];
      await withDatabase({ major, setup: before }, (live) =>
        withDatabase({ major, setup: after }, (wanted) =>
          judgeDiff({
            before,
            live,
            wanted,
            storyOf: ({ forth, back }) => `\n${before}\n-- to\n${after}\n-- upgrade\n${planText(forth)}\n-- downgrade\n${planText(back)}`,
          }),
        ),
      );
    });
    await fc.assert(law, {
      numRuns: runs,
      seed,
      endOnFailure: process.env["MIG_RANDOM_SHRINK"] === undefined,
    });
  });
});
