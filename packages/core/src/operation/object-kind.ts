import type { DatabaseSchema } from "../schema/database-schema.ts";
import type { ObjectRef, SchemaObject } from "../schema/object.ts";
import type { AnyOperation } from "./operation.ts";

/** Both ends of a diff. */
export interface Ends {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
}

/** What is meant where nothing is said. */
export interface NamingContext {
  /** The schema of the wanted object. */
  readonly wanted: DatabaseSchema;
  /** Names that are the default of something, and so need not be written: operator classes. */
  readonly defaults: ReadonlySet<string>;
}

/** A text inside an object that only the server can compare: a default, a check, an index expression. */
export interface Expression {
  readonly text: string;
  /** The table whose columns the text may name. */
  readonly table: { readonly schema: string; readonly name: string };
  /**
   * How the server reads it: as the default of a column of type `type`, as a condition, as a value of any type, or as the
   * condition of a domain over type `type`, which names VALUE and no column.
   */
  readonly as: "default" | "condition" | "value" | "domain condition";
  /** The column's type, for a default; the type that a domain is over, for its condition. */
  readonly type?: string;
}

/**
 * What diff, comparison and reverse ask of a kind of object. Written as methods, so that a kind of one object fits
 * where a kind of any object is asked for; callers hand each kind its own objects.
 */
export interface ObjectKind<Object extends SchemaObject = SchemaObject, Op extends AnyOperation = AnyOperation> {
  readonly kind: Object["kind"];
  /** Objects of the schema that this one cannot be without; it is rebuilt when one of them is. */
  dependsOn(object: Object, schema: DatabaseSchema): readonly ObjectRef[];
  /**
   * Objects that this one uses without naming them, as a foreign key uses one of the keys over the columns it refers to:
   * it is rebuilt when one of them is, or goes. Absent: none.
   */
  restsOn?(object: Object, schema: DatabaseSchema): readonly ObjectRef[];
  /** It goes with the object that it depends on: where that is dropped, it need not be. Absent: it must be dropped itself. */
  readonly goesAlong?: true;
  /** A canonical form: two objects are equal exactly when these are. What is carried but not compared is left out. */
  normalize(object: Object): SchemaObject;
  /** Operations that make it; none if the creation of its table does (the table is not in `before`). */
  create(object: Object, ends: Ends): readonly Op[];
  /** Operations that remove it; none if the removal of its table does (the table is not in `after`). */
  drop(object: Object, ends: Ends): readonly Op[];
  /** Operations that turn one into the other, or "recreate" when PostgreSQL has no way to alter it. */
  alter(from: Object, to: Object, ends: Ends): readonly Op[] | "recreate";
  /** Unchanged objects of `before` that must be dropped and made again around `alter(from, to)`. Absent: none. */
  rebuilds?(from: Object, to: Object, ends: Ends): readonly ObjectRef[];
  /** Texts to be compared in the server's normal form. Absent: the kind has none. */
  expressions?(object: Object): readonly Expression[];
  /** The object with its expressions' texts replaced, in the order of `expressions`. */
  withExpressions?(object: Object, texts: readonly string[]): Object;
  /** The object as a server of this version can have it: without what that has no words for, and is not compared. Absent: as it is. */
  forServer?(object: Object, version: number): Object;
  /** The wanted object with names (types, collations, operator classes) spelt as the live one spells the same. Absent: nothing to settle. */
  settleNames?(wanted: Object, live: Object, context?: NamingContext): Object;
}

/** From the name of a kind to what it is. Throws for a kind that is not registered: that is a bug. */
export type KindOf = (kind: string) => ObjectKind;
