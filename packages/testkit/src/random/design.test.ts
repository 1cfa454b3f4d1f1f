import fc from "fast-check";
import { describe, test } from "vitest";
import { createDatabase, servers } from "../scratch-database.ts";
import { designsWith } from "./design.ts";
import { designSql } from "./design-sql.ts";
import { randomSeed } from "./seed.ts";

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("every random design can be made", async () => {
    await fc.assert(
      fc.asyncProperty(designsWith(["domains", "views", "others"]), async (design) => {
        const database = await createDatabase({ major, setup: designSql(design, major) });
        await database.drop();
      }),
      { numRuns: Number(process.env["MIG_RANDOM_RUNS"] ?? 40), seed: randomSeed() },
    );
  });
});
