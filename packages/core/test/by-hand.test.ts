import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase, servers } from "@migts/testkit";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { applyAll, reverseAll } from "../src/operation/engine.ts";
import { orderOperations } from "../src/plan/order.ts";
import { planOperations } from "../src/plan/plan.ts";
import { forServer } from "../src/postgres/for-server.ts";
import { kinds, type Operation } from "../src/postgres/objects/index.ts";
import { operationsText } from "../src/source/revision-file.ts";
import { caseText, hasWordsOf, parseCase } from "./case-file.ts";
import { catalogSnapshot, factsText, planText, readSchema, runPlan } from "./database-diff.ts";
import { checkLaws, content } from "./operation-law.ts";
import { recorded } from "./recorded.ts";

// What no comparison asks for, only people do. A case has SQL and a revision by hand; the tool writes the rest.

const versionOf = (major: number): number => major * 10000;

const objects = join(dirname(fileURLToPath(import.meta.url)), "../src/postgres/objects");
const files = globSync("*/*/by-hand/*.case", { cwd: objects }).toSorted();

test("there are cases", () => expect(files.length).toBeGreaterThan(0));

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.for(files)("%s", async (file, { skip }) => {
    const path = join(objects, file);
    const { before = "", revision = "", from } = parseCase(readFileSync(path, "utf8"));
    if (from !== undefined && major < Number(from)) return skip(`needs PostgreSQL ${from}`);
    const live = await createDatabase({ major, setup: before });
    try {
      const start = (await readSchema(live)).schema;
      const startText = await catalogSnapshot(live.url);
      const ops = recorded(revision);
      checkLaws(start, ops);
      const after = applyAll(start, ops, kinds);
      // kinds give registered operations only
      const back = orderOperations(reverseAll(ops, start, kinds) as readonly Operation[], after, kinds);
      const [upgrade, downgrade] = [planOperations(ops, kinds, start), planOperations(back, kinds, after)];

      await runPlan(live, upgrade);
      expect(content((await readSchema(live)).schema), "the model agrees with the database").toEqual(
        content(forServer(after, versionOf(major), kinds)),
      );
      await runPlan(live, downgrade);
      expect(await catalogSnapshot(live.url), "downgrade gives the catalog that was there").toBe(startText);

      if (major !== servers().at(-1)?.major || !hasWordsOf(major)) return;
      const golden = caseText({
        ...(from === undefined ? {} : { from }),
        before,
        revision: `  ${revision}`,
        upgrade: planText(upgrade),
        "downgrade revision": operationsText(back).trimEnd(),
        downgrade: planText(downgrade),
        facts: factsText(upgrade),
      });
      await expect(golden, basename(file)).toMatchFileSnapshot(path);
    } finally {
      await live.drop();
    }
  });
});
