import { shown, shownLines } from "./shown.ts";
import type { ErrorRows } from "./row.ts";

/** Errors of tests that run against databases of their own (`@migts/test`). */
export interface TestErrorDetails {
  /** `why`: the role lacks the right to create databases, the URL leads through a pooler, it is PGlite, or anything else. */
  readonly TEST_DATABASE_REFUSED: { readonly problem: string; readonly why: "right" | "pooler" | "embedded" | "other" };
  /** A table has other rows than a test of a migration expects: those that it lacks, and those that it has instead. */
  readonly ROWS_DIFFER: {
    readonly table: string;
    readonly after: string;
    readonly missing: readonly string[];
    readonly unexpected: readonly string[];
  };
  /** Revisions that do not come back, or do not go forth again. */
  readonly ROUND_TRIP_FAILED: { readonly revisions: readonly FailedRoundTrip[] };
}

/** What went wrong with one revision. */
export interface FailedRoundTrip {
  readonly revision: string;
  readonly message?: string;
  readonly file?: string;
  /** A sentence each, which may have more lines below it. */
  readonly problems: readonly string[];
}

const nameOf = ({ revision, message }: FailedRoundTrip): string =>
  `revision ${shown(revision)}${message === undefined ? "" : ` (${message})`}`;

const indented = (text: string): string => text.replaceAll("\n", "\n    ");

export const testErrors: ErrorRows<TestErrorDetails> = {
  TEST_DATABASE_REFUSED: {
    exit: 1,
    say: ({ problem }) => `The server created no test database: ${shownLines(problem)}.`,
    hint: ({ why }) =>
      why === "pooler"
        ? "Set TEST_DATABASE_URL to the server itself, not to its pooler."
        : why === "embedded"
          ? "Set TEST_DATABASE_URL to a server."
          : `${why === "right" ? "Let the role create databases (alter role ... createdb). Or set" : "Set"} TEST_DATABASE_URL to another ` +
            `server, or to pglite:memory (npm install -D @electric-sql/pglite).`,
  },
  ROWS_DIFFER: {
    exit: 1,
    say: ({ table, after, missing, unexpected }) =>
      [
        `After the ${after}, table ${shown(table)} has other rows than expected (- expected, + found):`,
        ...missing.map((row) => `  - ${shownLines(row)}`),
        ...unexpected.map((row) => `  + ${shownLines(row)}`),
      ].join("\n"),
    hint: () => "Fix the revision, or the rows that the test expects.",
  },
  ROUND_TRIP_FAILED: {
    exit: 1,
    say: ({ revisions }) =>
      revisions
        .map((failed) =>
          [`The round trip of ${nameOf(failed)} failed.`, ...failed.problems.map((text) => `  - ${indented(text)}`)].join("\n"),
        )
        .join("\n"),
    hint: ({ revisions }) =>
      `Fix the downgrade or the upgrade in ${revisions[0]?.file ?? "its file"}. A revision without a way back says so: ` +
      `export const irreversible = "why", in place of downgrade.`,
  },
};
