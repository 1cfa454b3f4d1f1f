import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase, readTables, runScript, servers, withDatabase, type ScratchDatabase } from "@migts/testkit";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { applyAll } from "../src/operation/engine.ts";
import { specOf } from "../src/postgres/objects/index.ts";
import type { Plan, PlannedStatement } from "../src/plan/plan.ts";
import { operationsText } from "../src/source/revision-file.ts";
import { caseText, parseCase } from "./case-file.ts";
import { catalogSnapshot, factsText, operationsBetween, planBetween, planText, readSchema, runPlan } from "./database-diff.ts";
import { expectKept, filledRows, runOnRows, type Rows } from "./kept-rows.ts";
import { checkLaws, content } from "./operation-law.ts";

const objects = join(dirname(fileURLToPath(import.meta.url)), "../src/postgres/objects");
const files = globSync("*/*/cases/*.case", { cwd: objects }).toSorted();

test("there are cases", () => expect(files.length).toBeGreaterThan(0));

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.for(files)("%s", async (file, { skip }) => {
    const path = join(objects, file);
    const given = parseCase(readFileSync(path, "utf8"));
    const { before = "", after = "", rows = "", from } = given;
    if (from !== undefined && major < Number(from)) return skip(`needs PostgreSQL ${from}`);
    const live = await createDatabase({ major, setup: before });
    const wanted = await createDatabase({ major, setup: after });
    try {
      await runScript(live.url, rows);
      const start = await readSchema(live);
      const goal = await readSchema(wanted);
      const [startText, goalText] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
      const upgrade = planBetween(start.schema, goal.schema);
      const downgrade = planBetween(goal.schema, start.schema);
      const ops = operationsBetween(start.schema, goal.schema);
      expect(content(applyAll(start.schema, ops, specOf)), "the model agrees with the database").toEqual(content(goal.schema));

      await keepsRows({ major, before, rows }, upgrade, downgrade);
      await runPlan(live, upgrade);
      expect(await catalogSnapshot(live.url), "upgrade gives the catalog that was wanted").toBe(goalText);
      expect(operationsBetween((await readSchema(live)).schema, goal.schema), "a second diff is empty").toEqual([]);

      await runPlan(live, downgrade);
      expect(await catalogSnapshot(live.url), "downgrade gives the catalog that was there").toBe(startText);

      if (major !== servers().at(-1)?.major) return;
      const back = operationsBetween(goal.schema, start.schema);
      checkLaws(start.schema, ops);
      checkLaws(goal.schema, back);
      const golden = caseText({
        ...(from === undefined ? {} : { from }),
        before,
        ...(rows === "" ? {} : { rows }),
        after,
        revision: operationsText(ops).trimEnd(),
        upgrade: planText(upgrade),
        "downgrade revision": operationsText(back).trimEnd(),
        downgrade: planText(downgrade),
        facts: factsText(upgrade),
      });
      await expect(golden, basename(file)).toMatchFileSnapshot(path);
    } finally {
      await live.drop();
      await wanted.drop();
    }
  });
});

interface Start {
  readonly major: number;
  readonly before: string;
  readonly rows: string;
}

/**
 * The same way there and back with rows: those of the case, which must pass, and made-up ones in the other tables. Where a statement
 * stops at made-up rows, it must have said that it may; then the rows of the case go the way alone.
 */
async function keepsRows({ major, before, rows }: Start, upgrade: Plan, downgrade: Plan): Promise<void> {
  const judge = (start: (filled: ScratchDatabase) => Promise<Rows>): Promise<PlannedStatement | undefined> =>
    withDatabase({ major, setup: before }, async (filled) => {
      await runScript(filled.url, rows);
      const had = await start(filled);
      const stopped = await runOnRows(filled, upgrade);
      if (stopped !== undefined) return stopped;
      expectKept(had, await readTables(filled.url), [upgrade], "upgrade keeps values");
      const stuck = await runOnRows(filled, downgrade);
      if (stuck === undefined) expectKept(had, await readTables(filled.url), [upgrade, downgrade], "downgrade keeps values");
      return stuck;
    });
  const stopped = await judge(filledRows);
  if (stopped === undefined) return;
  expect(stopped.facts.mayFail, `${stopped.sql} failed on made-up rows`).toBeDefined();
  if (rows !== "") expect(await judge(({ url }) => readTables(url)), "the rows of the case stop it").toBeUndefined();
}
