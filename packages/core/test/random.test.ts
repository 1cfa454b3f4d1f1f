import { designsWith, createDatabasePool, designSql, randomSeed, servers, type Feature } from "@migts/testkit";
import fc from "fast-check";
import { afterAll, describe, test } from "vitest";
import { planText } from "./database-diff.ts";
import { judgeExchanged } from "./judge-exchanged.ts";
import { judgeRenamed } from "./judge-renamed.ts";
import { judgeSaid } from "./judge-said.ts";
import { judgeDiff, type Judged } from "./judge.ts";

const runs = Number(process.env["MIG_RANDOM_RUNS"] ?? 14);
/** The gate runs the same designs each time, long runs take others (MIG_RANDOM_SEED=random). */
const seed = randomSeed();

/** What kinds model: there the diff must do everything. Elsewhere it must do it, or say that it cannot. */
const modelled: readonly Feature[] = [
  "domains",
  "views",
  "routines",
  "statistics",
  "policies",
  "triggers",
  "rules",
  "event triggers",
  "index settings",
  "rights",
  "publications",
  "foreign data",
  "text search",
  "access methods",
];
const all: readonly Feature[] = ["domains", "views", "routines", "others"];

const laws = [
  { law: "from any design to any other and back, as the catalog tells", features: modelled, judge: judgeDiff },
  { law: "the same with partitions and tables that inherit", features: ["partitions"], judge: judgeDiff },
  { law: "the same where all that may be another name is one", features: modelled, judge: judgeRenamed },
  { law: "what no kind models is done or said", features: all, judge: judgeSaid },
] as const;

const judged = <Designs extends unknown[]>(law: fc.IAsyncProperty<Designs>): Promise<void> =>
  fc.assert(law, {
    numRuns: runs,
    seed,
    endOnFailure: process.env["MIG_RANDOM_SHRINK"] === undefined,
  });

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  const databases = createDatabasePool({ major });
  afterAll(databases.close);
  const timeout = 60_000 + runs * 5000;

  test.each(laws)("$law", { timeout }, async ({ features, judge }) => {
    await judged(
      fc.asyncProperty(designsWith(features), designsWith(features), async (a, b) => {
        const [before, after] = [designSql(a, major), designSql(b, major)];
        const storyOf: Judged["storyOf"] = ({ forth, back }) =>
          `\n${before}\n-- to\n${after}\n-- upgrade\n${planText(forth)}\n-- downgrade\n${planText(back)}`;
        await databases.use(before, (live) =>
          databases.use(after, async (wanted) => {
            await judge({ before, live, wanted, storyOf });
          }),
        );
      }),
    );
  });

  test("what a server exchanges is exchanged by answers", { timeout }, async () => {
    await judged(
      fc.asyncProperty(designsWith(modelled), async (design) => {
        const sql = designSql(design, major);
        const storyOf: Judged["storyOf"] = ({ forth, back }) => `\n${sql}\n-- upgrade\n${planText(forth)}\n-- downgrade\n${planText(back)}`;
        await databases.use(sql, (live) => databases.use(sql, (wanted) => judgeExchanged({ live, wanted, storyOf })));
      }),
    );
  });
});
