import type { Revision } from "../../revision/revision.ts";

/**
 * Another tool's history that mig keeps in step with its own: a file of that tool for each revision, and in the database what the tool
 * writes down when it runs one. So the tool goes on working, and what it runs counts for mig.
 */
export interface Mirror {
  /** @example "Prisma Migrate" */
  readonly name: string;
  /** Reads files when it is asked, never the database. */
  readonly open: (place: MirrorPlace) => OpenMirror;
}

export interface MirrorPlace {
  /** Folder of the configuration, absolute. */
  readonly root: string;
  /** Paths of models in the configuration, as it has them. */
  readonly models: readonly string[];
  /** The schema of names without one. */
  readonly schema: string;
}

export interface OpenMirror {
  readonly name: string;
  /** SQL that makes the tool's table where it is missing, and says nothing where it is not. */
  readonly prepare: string;
  /** SQL that writes down, a statement each, that what stands for a revision was run. Empty: nothing stands for it. */
  readonly applied: (revision: Revision) => readonly string[];
  /** SQL that takes that back. */
  readonly reverted: (revision: Revision) => readonly string[];
  /** SQL that gives a row if the tool's table is there. */
  readonly find: string;
  /** SQL that gives what the tool has run, in a column `name`. Its table must be there. */
  readonly read: string;
  /** Whether all that stands for a revision is among these. Undefined: nothing stands for it. */
  readonly isAmong: (revision: Revision, names: ReadonlySet<string>) => boolean | undefined;
  /** What a revision was adopted from, where the tool's files should have it and have not. */
  readonly lacks?: (revision: Revision) => { readonly migration: string; readonly folder: string } | undefined;
  /**
   * Writes the tool's file of a revision, or brings it up to date. Gives its path, absolute; undefined: it is as it should be, or the
   * revision stands for the tool's own.
   */
  readonly write: (revision: Revision, script: MirrorScript) => string | undefined;
}

/** What a revision runs, for a tool that runs it in mig's place. */
export interface MirrorScript {
  readonly statements: readonly string[];
  /** The revision reads the database while it runs, so that its statements are not known beforehand. */
  readonly isPartial: boolean;
}
