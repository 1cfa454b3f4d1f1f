import type { ObjectRef } from "../schema/object.ts";

/** One SQL text, without a final semicolon. */
export interface Statement {
  readonly sql: string;
  /** Its own facts, if it only prepares or follows the main statement of the operation. Absent: the facts of the operation. */
  readonly facts?: OperationFacts;
}

/** Table lock modes of PostgreSQL (manual, "Explicit Locking"), weakest first. */
export const lockModes = [
  "none",
  "access share",
  "row share",
  "row exclusive",
  "share update exclusive",
  "share",
  "share row exclusive",
  "exclusive",
  "access exclusive",
] as const;

export type LockMode = (typeof lockModes)[number];

/** A table whose rows are lost, or a column whose values are. */
export interface LosingPlace {
  /** Absent: the first that the search path finds. */
  readonly schema?: string;
  readonly table: string;
  /** Absent: whole rows. */
  readonly column?: string;
  /** Tables that inherit it lose nothing. Absent: they do. */
  readonly only?: true;
}

export interface CalledFunction {
  /** Absent: the first that the search path finds. */
  readonly schema?: string;
  readonly name: string;
}

/** What a statement may take away, which its text does not decide. */
export interface MayLose {
  /** Functions that it calls, of which its text says nothing. */
  readonly calls: readonly CalledFunction[];
  /** Columns that get the same value in each row. */
  readonly from: readonly LosingPlace[];
  /** It runs code that cannot be read here. */
  readonly isOpaque: boolean;
}

/** A lock on another relation: which one, or where that is not known from the operation, in words. */
export type OtherLock = { readonly lock: LockMode } & ({ readonly of: ObjectRef } | { readonly words: string });

/** The effects of an operation on a live database. */
export interface OperationFacts {
  /** The strongest lock on the relation that the operation is about, or whose part that is. */
  readonly lock: LockMode;
  /** Locks on other tables. Absent: none. */
  readonly alsoLocks?: readonly OtherLock[];
  /** Rewrites the whole table. */
  readonly rewrites: boolean;
  /** Reads the whole table, or builds an index, while holding the lock. */
  readonly scans: boolean;
  /** What is permanently lost, in words. Absent: nothing. */
  readonly losesData?: string;
  /** Tables and columns whose rows or values those are; none: it is not about rows. Absent: not known. */
  readonly losesFrom?: readonly LosingPlace[];
  /** What may also be lost. It counts where losses have to be confirmed. Absent: nothing. */
  readonly mayLose?: MayLose;
  /** Why it can fail on existing rows. Absent: it cannot. */
  readonly mayFail?: string;
  /** Objects because of which PostgreSQL rejects the statement, in words. Absent: none is known. */
  readonly inTheWay?: readonly string[];
  /** Objects and settings that mig does not model and that the statement also drops, in words. Absent: none is known. */
  readonly alsoDrops?: readonly string[];
  /** Objects that mig does not model, that the statement uses, and that do not exist, in words. Absent: none is known. */
  readonly needs?: readonly string[];
  /** What is left to be done outside of mig afterwards, in words. Absent: nothing. */
  readonly byHand?: readonly string[];
  /** May run inside a transaction block. */
  readonly transactional: boolean;
  /** Its result can be used only after a commit, as that of ALTER TYPE ... ADD VALUE. Absent: at once. */
  readonly usableAfterCommit?: true;
  /** What a rollback does not undo, in words. Absent: nothing. */
  readonly notUndone?: string;
  /** mig does not know what the statement does, and the other facts describe the worst case. Absent: it is known. */
  readonly unknown?: true;
}

/**
 * What an operation touches, as resource keys (see postgres/objects/resources.ts). The order of operations is
 * worked out from these alone: what creates comes before what needs, what frees before what drops, and so on.
 */
export interface Touches {
  /** Created, names included. */
  readonly creates?: readonly string[];
  /** Dropped, names included. */
  readonly drops?: readonly string[];
  /** Gets another definition under the same name. */
  readonly alters?: readonly string[];
  /** Dropped by this, which makes another one under the same name: it has what a new one has. It is altered to all others. */
  readonly remakes?: readonly string[];
  /** Must exist, in its new definition, when this runs. A key that nobody creates has no effect. */
  readonly needs?: readonly string[];
  /**
   * May be used by what this makes once that runs, though the server does not ask for it: where the order allows it, this comes after
   * what creates or alters it.
   */
  readonly reads?: readonly string[];
  /** Was used before, no longer after. */
  readonly frees?: readonly string[];
  /** Is no longer part of what this frees: who drops that afterwards does not drop it along. */
  readonly keeps?: readonly string[];
  /** Columns and types whose values get another form: what PostgreSQL has compiled over them must be out of the way. */
  readonly retypes?: readonly string[];
  /** It only adds to what it alters: whatever uses that may go on as it is, and need not let go of it before. */
  readonly adds?: true;
  /** What it drops comes back under another name at once: whatever uses it follows. */
  readonly renames?: true;
  /**
   * Before everything else, or after it, as far as that does not say the same: what it brings is not known, but others
   * may use it, as the types of an extension.
   */
  readonly stage?: "first" | "last";
  /**
   * It ends or begins what runs for all other statements, as event triggers do: as far as the order allows it, it comes before all others
   * of its stage, or after them.
   */
  readonly watch?: "ends" | "begins";
  /** Can touch anything, as SQL written by hand: it keeps its place among the others. */
  readonly anything?: true;
}

/** Sends SQL of one or more statements, and gives the rows of each. */
export type Ask = (sql: string) => Promise<readonly (readonly object[])[]>;

/** What an interrupted or failed statement has left behind. */
export interface Remains {
  readonly state: "done" | "undone";
  /** Statements to run first: they remove or finish what the statement left incomplete. Absent: none. */
  readonly first?: readonly Statement[];
}

/** How to continue after a statement outside a transaction was interrupted or failed. */
export interface Recovery {
  /** A query with one row, `seen`: what exists before the statement starts. The log keeps it until the statement is done. */
  readonly look: Statement;
  /** Compares what exists now with `seen`, which is absent if an older version of mig started the statement. */
  readonly judge: (ask: Ask, seen: string | undefined) => Promise<Remains>;
}

/** A statement that mig does not start, because nobody could tell after an interruption whether it was done. */
export interface NotResumable {
  /** What to write instead. */
  readonly instead: string;
}
