import type { ErrorRows } from "./row.ts";

/** Errors where what the version table implies and what ran do not agree. */
export interface AppliedErrorDetails {
  /** `below`: the one revision below them all, or "base". Absent: there are several. */
  readonly REVISION_NEVER_RUN: { readonly revisions: readonly string[]; readonly rows: readonly string[]; readonly below?: string };
}

const shown = 10;

/** The first few. */
const some = (ids: readonly string[]): string => (ids.length <= shown ? ids.join(", ") : `${ids.slice(0, shown).join(", ")} and ${ids.length - shown} more`);

export const appliedErrors: ErrorRows<AppliedErrorDetails> = {
  REVISION_NEVER_RUN: {
    exit: 1,
    say: ({ revisions, rows }) =>
      `The database is at ${some(rows)}, which ${rows.length === 1 ? "builds" : "build"} on ${some(revisions)}, but ${some(revisions)} never ran here: ${revisions.length === 1 ? "it was" : "they were"} put into the history later.`,
    hint: ({ rows, below }) =>
      [
        `Run what is missing now, in its place: mig upgrade --missing.`,
        ...(below === undefined ? [] : [`Or revert to below it and apply again in order: mig downgrade ${below}, then mig upgrade.`]),
        `Or, if its changes are there already, record it as applied: mig stamp ${rows.join(" ")}.`,
      ].join(" "),
  },
};
