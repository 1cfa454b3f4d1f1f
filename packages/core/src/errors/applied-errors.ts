import { some } from "./some.ts";
import type { ErrorRows } from "./row.ts";

/** Errors where the version table does not agree with what ran. */
export interface AppliedErrorDetails {
  /** `below`: the one revision below them all, or "base". Absent: there are several. */
  readonly REVISION_NEVER_RUN: { readonly revisions: readonly string[]; readonly rows: readonly string[]; readonly below?: string };
}

export const appliedErrors: ErrorRows<AppliedErrorDetails> = {
  REVISION_NEVER_RUN: {
    exit: 1,
    say: ({ revisions, rows }) =>
      `The database is at ${some(rows)}, which ${rows.length === 1 ? "builds" : "build"} on ${some(revisions)}, ` +
      `but ${some(revisions)} never ran here: ${revisions.length === 1 ? "it was" : "they were"} added to the history later.`,
    hint: ({ revisions, rows, below }) =>
      [
        `Apply ${revisions.length === 1 ? "it" : "them"} now: mig upgrade --missing.`,
        ...(below === undefined
          ? []
          : [`Or revert to the revision below and apply all in order: mig downgrade ${below}, then mig upgrade.`]),
        `Or, if the changes are already in the database, record that: mig stamp ${rows.join(" ")}.`,
      ].join(" "),
  },
};
