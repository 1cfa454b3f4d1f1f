import type { Place } from "../errors/row.ts";
import type { DatabaseSchema } from "./database-schema.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { ObjectRef, SchemaObject } from "./object.ts";
import type { Unmodelled } from "./unmodelled.ts";

/**
 * What a model source speaks for. The diff never drops an object that no source covers, and an attribute
 * that the source cannot express keeps the value that the database has.
 */
export interface Scope {
  /**
   * Whether this source would have named the object if it were wanted: only then its absence means "drop". `within` is the schema that has
   * the object: what is on it can tell.
   */
  readonly covers: (live: SchemaObject, within: DatabaseSchema) => boolean;
  /** The wanted object, completed from the live one of the same ref with what the source cannot express. */
  readonly adopt: (wanted: SchemaObject, live: SchemaObject) => SchemaObject;
  /**
   * The wanted schema in which an object takes the form that the live database has it in, where to this source both are
   * one: a serial column's sequence of another name, a unique constraint for a unique index. Absent: nothing is like that.
   */
  readonly reconcile?: (wanted: DatabaseSchema, live: DatabaseSchema) => DatabaseSchema;
  /**
   * To which source an object belongs, where several could speak for it; it is asked about the objects of other sources and of the
   * database. What it says of a table holds for everything in the table. Absent, or undefined: nothing is said.
   *
   * - "here": this source alone decides. What other sources want the object to be does not count.
   * - "elsewhere": it belongs to another source or tool. It is not dropped because no source names it.
   */
  readonly belongs?: (object: SchemaObject) => "here" | "elsewhere" | undefined;
  /**
   * The fields of a wanted object for which the source has no words at all. A later source that speaks for everything (`whole`) decides
   * them: where it does not say one, that is the default. Absent: all that it does not say stays as it is.
   */
  readonly wordless?: (wanted: SchemaObject) => readonly string[];
  /**
   * Whether people wrote the SQL within a wanted object, so that the server looks at it even if the object is new: a mistake in it is said
   * before a revision is written. Absent: of none.
   */
  readonly written?: (wanted: SchemaObject) => boolean;
  /** Set where it speaks also for what no kind models. Absent: for kinds that are modelled only. */
  readonly whole?: true;
  /** Which of what no kind models a `whole` source speaks for. Absent: all. */
  readonly coversUnmodelled?: (live: Unmodelled) => boolean;
}

/** The scope of a source that can say everything, such as another database. */
export const wholeScope: Scope = { covers: () => true, adopt: (wanted) => wanted, whole: true };

/** A wanted schema, with what it speaks for and what its reader has to say. */
export interface ModelSource {
  /** For messages. Absent: its place in the list of sources. */
  readonly name?: string;
  /** The objects that this source adds to those of the sources before it. */
  readonly schema: DatabaseSchema;
  /** What it changes in the objects of the sources before it. Absent: nothing. */
  readonly changes?: SourceChanges;
  /** The version of the server that printed the objects, such as 180004. Absent: no server did. */
  readonly serverVersion?: number;
  readonly scope: Scope;
  readonly diagnostics: readonly Diagnostic[];
  /** What the source says of older names. Absent: nothing. */
  readonly renames?: readonly DeclaredRename[];
  /** What is named after other objects. Absent: nothing is. */
  readonly followers?: Followers;
  /** Where an object of this source is written. Absent: it cannot say. */
  readonly placeOf?: (ref: ObjectRef) => Place | undefined;
}

/**
 * What a model is called in a database that does not have its newest name yet. One of which the old name is not there any more says
 * nothing.
 */
export interface DeclaredRename {
  /** The object as the source calls it. */
  readonly to: ObjectRef;
  /** A label of it, such as a value of an enum, that is meant in place of the object. Absent: the object itself. */
  readonly label?: string;
  /** What it was called before. */
  readonly from: string;
  /** The schema that it was in. Absent: the same. */
  readonly fromSchema?: string;
  /** Absent: it is written nowhere. */
  readonly place?: Place;
}

/**
 * Objects of a source that are named after others, such as a join table after the two that it joins. They are looked at when those have
 * their new names. `held` is the database under the names found so far, and `was` gives what an object is called there now.
 */
export interface Followers {
  readonly has: (ref: ObjectRef) => boolean;
  /** What they were called, as far as that follows. */
  readonly renames: (held: DatabaseSchema, was: (ref: ObjectRef) => ObjectRef) => readonly DeclaredRename[];
  /** Parts of theirs that have changed names with each other. */
  readonly exchanged: (held: DatabaseSchema, was: (ref: ObjectRef) => ObjectRef) => readonly Exchange[];
}

/** Two parts of one table, each under the name that the other is to have. */
export type Exchange = readonly [ObjectRef, ObjectRef];

/** What a source makes of the objects of the sources before it. */
export interface SourceChanges {
  readonly altered: readonly Altered[];
  /** What is not to be. */
  readonly dropped: readonly ObjectRef[];
}

/** An object of an earlier source, of which a later one decides some fields. */
export interface Altered {
  /** The object as it is then. */
  readonly to: SchemaObject;
  /** The fields that the later source changes. One that `to` lacks is taken away. */
  readonly fields: readonly string[];
}

/** Why a server refuses a statement. */
export interface Refusal {
  readonly message: string;
  readonly sqlState: string;
  /** Where in the statement, in UTF-16 units from 0. Absent: the server names no place. */
  readonly at?: number;
}

/** A database that exists only while a source is read. */
export interface ScratchDatabase {
  /** Such as 180004. */
  readonly serverVersion: number;
  /** A warning about where it is. Absent: it is where databases like it are expected. */
  readonly remark?: string;
  /**
   * Runs SQL, one statement or several. Each is committed on its own, as in psql.
   * @throws MigError SCRATCH_SQL_FAILED with the line in the SQL
   */
  readonly run: (sql: string) => Promise<void>;
  /** Runs one statement, which is committed at once. Gives what the server says against it; undefined: it has run. */
  readonly attempt: (statement: string) => Promise<Refusal | undefined>;
  /** Runs one query and gives its rows. */
  readonly ask: (query: string) => Promise<readonly object[]>;
  /** All objects that are there. */
  readonly read: () => Promise<DatabaseSchema>;
}

export interface ScratchOptions {
  /** Extensions that the SQL creates: the database must be able to have them. Absent: none. */
  readonly extensions?: readonly string[];
}

/** What a source is given to build on. */
export interface Given {
  /** What the sources before it in the configuration want together. Empty for the first one. */
  readonly base: DatabaseSchema;
  /** The folder that relative paths start from: that of the configuration. */
  readonly root: string;
  /** The schema of what names none, as the database URL says. Absent: `public`. */
  readonly defaultSchema?: string;
  /** What results from scratch databases depend on beside their SQL: the server and its version, in words. It is asked at the call. */
  readonly scratchServer: () => Promise<string>;
  /**
   * A new database on the server of the project, with the objects of a schema in it. It is created at the call, and dropped when `load`
   * has ended. Absent `schema`: `base`.
   * @throws MigError SCRATCH_REFUSED, SCRATCH_BASE_FAILED
   */
  readonly scratch: (schema?: DatabaseSchema, options?: ScratchOptions) => Promise<ScratchDatabase>;
}

/** The tool that a source's models are written for, where it migrates databases itself. */
export interface Tool {
  /** @example "Prisma Migrate" */
  readonly name: string;
  /** Names of the tables that it keeps for itself, in whatever schema. */
  readonly tables: readonly string[];
}

/** Reads models of one tool. `load` does the I/O; it throws nothing for mistakes in the models but returns diagnostics. */
export interface Adapter {
  readonly name: string;
  /** Absent: the tool keeps no tables in the database. */
  readonly tool?: Tool;
  readonly load: (given: Given) => Promise<ModelSource>;
}
