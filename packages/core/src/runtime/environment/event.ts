import type { Place } from "../../errors/row.ts";
import type { Notice } from "../session.ts";
import type { Loss } from "../losses/losses.ts";

/** A wait in a revision's own code. */
export interface OwnWait {
  readonly seconds: number;
  /** Whether its transaction is open. */
  readonly isOpen: boolean;
  /** The read that it awaited last. Absent: none yet. */
  readonly lastRead?: string;
  /** Whether nothing is left that could end the wait. */
  readonly isForEver: boolean;
}

/** A notice with the statement that it is about. */
export interface StepNotice extends Notice {
  readonly statement: string;
  /** The statement's place in the revision, from 1. Absent: a read, or the commit. */
  readonly number?: number;
  /** The line that recorded the statement. Absent: not known. */
  readonly place?: Place;
}

/** A statement of a revision that has run for more than a second. */
export interface StepProgress {
  /** Absent: one of several that went to the server together, and no second connection can tell which. */
  readonly statement?: string;
  /** The statement's place in the revision, from 1. Absent: a read, the commit, or not known. */
  readonly number?: number;
  /** How many statements the revision has. Absent: not known before its function ends. */
  readonly of?: number;
  /** For how long it has run. */
  readonly seconds: number;
  /** What it is at, in PostgreSQL's words: "building index: scanning table". Absent: PostgreSQL does not say. */
  readonly phase?: string;
  /** How much of the phase is done, from 0 to 1. Absent: PostgreSQL does not say. */
  readonly share?: number;
  /** `schema.name` of the table that it works on. Absent: not known. */
  readonly table?: string;
  /** How many rows that table has, as PostgreSQL estimates it. Only where there is no phase. Absent: not known. */
  readonly rows?: number;
}

/** The events of a run. */
export type RunEvent =
  /** Another run holds the lock. */
  | { readonly kind: "waiting"; readonly seconds: number; readonly holder?: string }
  | StepEvent
  /** A table is in use; mig tries again to lock it. */
  | { readonly kind: "blocked"; readonly revision: string; readonly blockers: readonly string[]; readonly table?: string }
  /** A revision's own code waits for something other than the database. */
  | ({ readonly kind: "slow"; readonly revision: string; readonly direction: "upgrade" | "downgrade" } & OwnWait)
  /** A file has not finished loading: it waits at its top level. */
  | { readonly kind: "slowFile"; readonly file: string; readonly seconds: number }
  /** The tool that `mirror` names had run these already: they were recorded, and are not run again. */
  | { readonly kind: "mirrored"; readonly tool: string; readonly revisions: readonly string[] };

export type StepEvent =
  | {
      readonly kind: "stepStarted";
      readonly revision: string;
      readonly direction: "upgrade" | "downgrade";
      readonly at: number;
      readonly of: number;
      /** The revision's message. Absent: it has none. */
      readonly message?: string;
      /** What it builds on. */
      readonly downRevisions: readonly string[];
      readonly rowsOnly?: true;
      readonly inPlace?: true;
    }
  /** An earlier run was interrupted; this one continues after the statements that it completed. */
  | { readonly kind: "stepResumed"; readonly revision: string; readonly done: number }
  /** PostgreSQL says something of a statement, which goes on: a notice or a warning. */
  | ({ readonly kind: "notice"; readonly revision: string; readonly direction: "upgrade" | "downgrade" } & StepNotice)
  /** A statement has run for more than a second. It is told again each second. */
  | ({ readonly kind: "progress"; readonly revision: string; readonly direction: "upgrade" | "downgrade" } & StepProgress)
  /** The next statements lose data. */
  | { readonly kind: "losing"; readonly revision: string; readonly direction: "upgrade" | "downgrade"; readonly losses: readonly Loss[] }
  | {
      readonly kind: "stepDone";
      readonly revision: string;
      readonly direction: "upgrade" | "downgrade";
      readonly at: number;
      readonly of: number;
      readonly milliseconds: number;
      /** Notices beyond those that were told. Absent: none. */
      readonly noticesLeftOut?: number;
    };

export type Tell = (event: RunEvent) => void;
