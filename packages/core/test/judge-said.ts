import { catalogSnapshot } from "@migts/testkit";
import { expect } from "vitest";
import { statementsOf, type Plan } from "../src/plan/plan.ts";
import { diffDatabases, type DatabaseDiff } from "./database-diff.ts";
import type { Judged } from "./judge.ts";
import { expectDataStays } from "./kept-data.ts";
import { expectRowsKept } from "./kept-rows.ts";
import { runUntilStopped, saidToStop } from "./run-until-stopped.ts";

/**
 * What holds for any two databases, also where no kind models some of their objects: nothing fails, differs or goes for good without a
 * word. The way may end at a statement that says what is in its way, or what it needs; all else that differs is named as not compared.
 */
export async function judgeSaid({ before, live, wanted, storyOf = () => "" }: Judged): Promise<DatabaseDiff> {
  const [startText, goalText] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
  const diff = await diffDatabases(live, wanted);
  const story = storyOf(diff);
  const { forth, back } = diff;
  expectDataStays(diff, story);
  await expectRowsKept({ major: live.major, before, wanted, forth, back, story });

  const stopped = await runUntilStopped(live, forth, story);
  if (stopped !== undefined) {
    expect(saidToStop(stopped), `the upgrade stops without a word${story}`).toBeDefined();
    return diff;
  }
  if (diff.notCompared.length === 0) expect(await catalogSnapshot(live.url), `the upgrade leads to what was wanted${story}`).toBe(goalText);
  const again = await diffDatabases(live, wanted);
  expect(again.upgrade, `a second diff is empty${story}`).toEqual([]);

  const stuck = await runUntilStopped(live, back, story);
  if (stuck !== undefined) expect(saidToStop(stuck), `the downgrade stops without a word${story}`).toBeDefined();
  else if (!losesForGood(forth)) expect(await catalogSnapshot(live.url), `the downgrade leads to what was there${story}`).toBe(startText);
  return diff;
}

const losesForGood = (plan: Plan): boolean =>
  statementsOf(plan).some(({ facts }) => (facts.alsoDrops ?? []).some((text) => text.endsWith("(mig cannot restore it)")));
