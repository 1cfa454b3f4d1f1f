// A reporter for vitest that counts, and leaves the counts in the file that MIG_TEST_SUMMARY names.
import { writeFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Summary */

/** The line that a test run ends with. @param {Summary} summary */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

export default class SummaryReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const file = process.env["MIG_TEST_SUMMARY"];
    if (file !== undefined) writeFileSync(file, JSON.stringify(countTests(testModules, unhandledErrors)));
  }
}

/**
 * Counts tests by outcome. A file or group that broke outside of its tests, and an error that belongs to no test,
 * count as one failed each.
 * @returns {Summary}
 */
export function countTests(testModules, unhandledErrors) {
  const summary = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of testModules) {
    summary.failed += module.errors().length;
    for (const suite of module.children.allSuites()) summary.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") summary.passed++;
      else if (state === "failed") summary.failed++;
      else summary.skipped++; // also a test that never got its turn: the error that stopped it is counted
    }
  }
  return summary;
}
