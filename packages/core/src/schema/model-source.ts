import type { DatabaseSchema } from "./database-schema.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { SchemaObject } from "./object.ts";

/**
 * What a model source speaks for. The diff never drops an object that no source covers, and an attribute
 * that the source cannot express keeps the value that the database has.
 */
export interface Scope {
  /** Whether this source would have named the object if it were wanted: only then its absence means "drop". */
  readonly covers: (live: SchemaObject) => boolean;
  /** The wanted object, completed from the live one of the same ref with what the source cannot express. */
  readonly adopt: (wanted: SchemaObject, live: SchemaObject) => SchemaObject;
  /**
   * The wanted schema in which an object takes the form that the live database has it in, where to this source both are
   * one: a serial column's sequence of another name, a unique constraint for a unique index. Absent: nothing is like that.
   */
  readonly reconcile?: (wanted: DatabaseSchema, live: DatabaseSchema) => DatabaseSchema;
  /** Set where it speaks also for what no kind models. Absent: for kinds that are modelled only. */
  readonly whole?: true;
}

/** The scope of a source that can say everything, such as another database. */
export const wholeScope: Scope = { covers: () => true, adopt: (wanted) => wanted, whole: true };

/** A wanted schema, with what it speaks for and what its reader has to say. */
export interface ModelSource {
  readonly schema: DatabaseSchema;
  readonly scope: Scope;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads models of one tool. `load` does the I/O; it throws nothing for mistakes in the models but returns diagnostics. */
export interface Adapter {
  readonly name: string;
  readonly load: () => Promise<ModelSource>;
}
