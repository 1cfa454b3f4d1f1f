import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabasePool, runScript, servers, type TestServer } from "@migts/testkit";
import { globSync } from "tinyglobby";
import { afterAll, describe, expect, test } from "vitest";
import { operationsText } from "../src/source/revision-file.ts";
import { caseText, hasWordsOf, parseCase } from "./case-file.ts";
import { factsText, planText } from "./database-diff.ts";
import type { MigConfig } from "../src/runtime/config/config.ts";
import { judgeDiff, type Judged } from "./judge.ts";
import { checkLaws } from "./operation-law.ts";

const objects = join(dirname(fileURLToPath(import.meta.url)), "../src/postgres/objects");
const files = globSync("*/*/cases/*.case", { cwd: objects }).toSorted();

/** What a case says of the configuration, as JSON. */
const optionsOf = (text: string | undefined): Pick<Judged, "options"> =>
  text === undefined ? {} : { options: { configuration: { config: JSON.parse(text) as MigConfig } } };

/** Judges every case on some of the servers. What is written in the files is compared with the newest one's. */
export function judgeCases(on: readonly TestServer[]): void {
  test("there are cases", () => expect(files.length).toBeGreaterThan(0));

  describe.each(on)("PostgreSQL $major", ({ major }) => {
    const databases = createDatabasePool({ major });
    afterAll(databases.close);

    test.for(files)("%s", async (file, { skip }) => {
      const path = join(objects, file);
      const { before = "", after = "", rows = "", from, configuration } = parseCase(readFileSync(path, "utf8"));
      if (from !== undefined && major < Number(from)) return skip(`needs PostgreSQL ${from}`);
      const diff = await databases.use(before, (live) =>
        databases.use(after, async (wanted) => {
          await runScript(live.url, rows);
          return judgeDiff({ before, live, wanted, rows, ...optionsOf(configuration) });
        }),
      );
      if (major !== servers().at(-1)?.major) return;
      checkLaws(diff.before, diff.upgrade);
      checkLaws(diff.after, diff.downgrade);
      if (!hasWordsOf(major)) return;
      const golden = caseText({
        ...(from === undefined ? {} : { from }),
        ...(configuration === undefined ? {} : { configuration }),
        before,
        ...(rows === "" ? {} : { rows }),
        after,
        revision: operationsText(diff.upgrade).trimEnd(),
        upgrade: planText(diff.forth),
        "downgrade revision": operationsText(diff.downgrade).trimEnd(),
        downgrade: planText(diff.back),
        facts: factsText(diff.forth),
      });
      await expect(golden, basename(file)).toMatchFileSnapshot(path);
    });
  });
}
