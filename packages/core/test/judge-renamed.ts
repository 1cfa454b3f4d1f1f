import { catalogSnapshot } from "@migts/testkit";
import { expect } from "vitest";
import { applyAll } from "../src/operation/engine.ts";
import { kinds } from "../src/postgres/objects/index.ts";
import type { RenameAnswers } from "../src/diff/renames/answers.ts";
import { diffDatabases, runPlan } from "./database-diff.ts";
import type { Judged } from "./judge.ts";
import { content } from "./operation-law.ts";

/** The diff leads there and back also where all that may be another name is taken for one. */
export async function judgeRenamed({ live, wanted, storyOf = () => "" }: Pick<Judged, "live" | "wanted" | "storyOf">): Promise<void> {
  const [startText, goalText] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
  const { openRenames } = await diffDatabases(live, wanted);
  const answers: RenameAnswers = new Map(openRenames.map(({ id, to }) => [id, to]));
  const diff = await diffDatabases(live, wanted, { answers });
  const story = `\n${[...answers].map((answer) => answer.join(" = ")).join("\n")}${storyOf(diff)}`;
  expect([...diff.usedAnswers].toSorted(), story).toEqual([...answers.keys()].toSorted());
  expect(content(applyAll(diff.before, diff.upgrade, kinds)), `the model agrees with the database${story}`).toEqual(content(diff.after));
  await runPlan(live, diff.forth);
  expect(await catalogSnapshot(live.url), `the upgrade gives the catalog that was wanted${story}`).toBe(goalText);
  expect((await diffDatabases(live, wanted)).upgrade, `a second diff is empty${story}`).toEqual([]);
  await runPlan(live, diff.back);
  expect(await catalogSnapshot(live.url), `the downgrade gives the catalog that was there${story}`).toBe(startText);
}
