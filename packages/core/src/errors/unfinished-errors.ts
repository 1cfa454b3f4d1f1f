import type { ErrorRows } from "./row.ts";
import { shown } from "./shown.ts";
import { counted } from "./some.ts";

/** Errors of revisions that an earlier run began. */
export interface UnfinishedErrorDetails {
  /** Begun by another run, committed in part, and not among what this run would do. */
  readonly REVISION_UNFINISHED: { readonly revision: string; readonly direction: "upgrade" | "downgrade"; readonly done: number };
  /**
   * What a revision of several transactions did before it was cut off is not what it does now. `isSameFile`: its file has not changed.
   * `at`: the first statement that differs, from 1; `was` and `now` how it begins.
   */
  readonly RESUME_MISMATCH: {
    readonly revision: string;
    readonly direction: "upgrade" | "downgrade";
    readonly done: number;
    readonly isSameFile: boolean;
    readonly at?: number;
    readonly was?: string;
    readonly now?: string;
  };
}

export const unfinishedErrors: ErrorRows<UnfinishedErrorDetails> = {
  REVISION_UNFINISHED: {
    exit: 1,
    say: ({ revision, direction, done }) => `The ${direction} of ${shown(revision)} was interrupted after ${counted(done, "statement")}.`,
    hint: ({ revision, direction }) =>
      direction === "upgrade"
        ? `Finish it: mig upgrade ${shown(revision)}. Or undo by hand what it did, and run "mig stamp" with the revision that the ` +
          `database is at.`
        : `Finish it: mig downgrade to the revision below ${shown(revision)}. ` +
          `Or restore by hand what it removed, and run "mig stamp ${shown(revision)}".`,
  },
  RESUME_MISMATCH: {
    exit: 1,
    say: ({ revision, direction, done, isSameFile, at, was, now }) => {
      const differs =
        at === undefined
          ? "it no longer begins with these statements"
          : `statement ${at} has changed since` +
            `${was === undefined ? "" : `: it was ${was}`}${now === undefined ? "" : `, now it is ${now}`}`;
      const same = " The file is unchanged, but its function gives different SQL each time: for example a time or a random value.";
      return `The ${direction} of ${revision} was interrupted after ${counted(done, "statement")}, and ${differs}.${isSameFile ? same : ""}`;
    },
    hint: ({ revision, direction, isSameFile }) => {
      const undo =
        direction === "upgrade"
          ? `undo by hand what it did, and run "mig stamp" with the revision that the database is at`
          : `restore by hand what it removed, and run "mig stamp ${revision}"`;
      return isSameFile
        ? `Finish it by hand and run "mig stamp" with the revision that the database is then at, or ${undo}.`
        : `Restore the file as it was when it ran, run the same command, and make the change in a new revision. Or ${undo}.`;
    },
  },
};
