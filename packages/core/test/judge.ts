import { catalogSnapshot, type ScratchDatabase } from "@migts/testkit";
import { expect } from "vitest";
import { wholeSource } from "../src/diff/sources.ts";
import { applyAll } from "../src/operation/engine.ts";
import { kinds } from "../src/postgres/objects/index.ts";
import type { CompareOptions } from "../src/runtime/compare/compare.ts";
import { modelsSide } from "../src/runtime/compare/side.ts";
import { diffSides, reading, type DatabaseDiff } from "./database-diff.ts";
import { expectExplained } from "./explained.ts";
import { expectDataStays } from "./kept-data.ts";
import { expectSaid, walkFilled, walkGiven } from "./kept-rows.ts";
import { content } from "./operation-law.ts";

export interface Judged {
  /** The SQL that made `live`. */
  readonly before: string;
  /** It has the rows, and is walked with more. */
  readonly live: ScratchDatabase;
  readonly wanted: ScratchDatabase;
  /** Rows of the author's for `before`. Absent: none. */
  readonly rows?: string;
  /** What a failure tells beside the difference. Absent: nothing. */
  readonly storyOf?: (diff: DatabaseDiff) => string;
  /** How it is compared. Absent: as without a configuration. */
  readonly options?: CompareOptions;
}

/**
 * What holds for any two databases: the diff, made as `mig diff` makes it, leads from one to the other and back as the catalog tells,
 * compares everything, keeps rows and values, and is empty afterwards. Gives the diff.
 */
export const judgeDiff = ({ before, live, wanted, rows, storyOf = () => "", options = {} }: Judged): Promise<DatabaseDiff> =>
  reading(live, (read) =>
    reading(wanted, async (readWanted) => {
      const [startText, goalText] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
      const goal = await readWanted();
      const diff = await diffSides(await read(), goal, options);
      const story = storyOf(diff);
      const { forth, back } = diff;
      expect(
        diff.warnings.filter(({ code }) => code !== "COLUMN_ORDER"),
        `nothing is left in doubt${story}`,
      ).toEqual([]);
      expect(diff.notCompared, `everything is compared${story}`).toEqual([]);
      const applied = applyAll(diff.before, diff.upgrade, kinds);
      expect(content(applied), `the model agrees with the database${story}`).toEqual(content(diff.after));
      expectDataStays(diff, story);
      expectExplained(diff, story);
      const isThere = async (walked: ScratchDatabase, again: DatabaseDiff): Promise<void> => {
        expect(await catalogSnapshot(walked.url), `the upgrade gives the catalog that was wanted${story}`).toBe(goalText);
        expect(again.upgrade, `a second diff is empty${story}`).toEqual([]);
        expect(again.notCompared, `a second diff compares everything${story}`).toEqual([]);
        const models = await diffSides(goal, modelsSide(wholeSource(again.before)), options);
        expect(models.upgrade, `a model of the database is no difference to it${story}`).toEqual([]);
      };
      const isBack = async ({ url }: ScratchDatabase): Promise<void> =>
        expect(await catalogSnapshot(url), `the downgrade gives the catalog that was there${story}`).toBe(startText);
      const way = { wanted, forth, back, story };
      const stopped = await walkFilled(live, way, {
        there: async (walked) => isThere(walked, await diffSides(await read(), goal, options)),
        back: isBack,
      });
      if (stopped !== undefined) {
        expectSaid(stopped, story);
        await walkGiven(
          { ...way, major: live.major, before, ...(rows === undefined ? {} : { rows }) },
          {
            there: async (walked) =>
              isThere(walked, await reading(walked, async (readAgain) => diffSides(await readAgain(), goal, options))),
            back: isBack,
          },
        );
      }
      return diff;
    }),
  );
