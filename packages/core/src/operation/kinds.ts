import type { DatabaseSchema } from "../schema/database-schema.ts";
import type { ObjectRef, SchemaObject } from "../schema/object.ts";
import type { Use } from "../schema/use.ts";
import type { Ends, Expression, NamingContext, UsedChange } from "./ends.ts";
import type { NewName, NewNames } from "./new-names.ts";
import type { AnyOperation } from "./operation.ts";
import type { NotResumable, OperationFacts, Recovery, Statement, Touches } from "./spec.ts";

// What a dialect tells of its kinds of objects and of its operations.

/**
 * What diff, comparison and reverse ask of a kind of object. Written as methods, so that a kind of one object fits
 * where a kind of any object is asked for; callers hand each kind its own objects.
 */
interface AnyKind<Object extends SchemaObject, Op extends AnyOperation> {
  readonly kind: Object["kind"];
  /** The names that it takes and what it is to others, as resource keys. */
  owns(object: Object): readonly string[];
  /** The names behind `owns`, one for each key. Absent: all are its own name. */
  names?(object: Object): readonly NewName[];
  /** What it uses. Every pass that must know who depends on whom derives it from this. */
  uses(object: Object, kinds: Kinds): readonly Use[];
  /**
   * Whether it is certain, and quickly told, that all keys of `owns` name its own table, or it itself: who looks for the owner of any other
   * key then passes over it. Absent: it never is.
   */
  ownsWithin?(object: Object): boolean;
  /** The same of what it uses. */
  usesWithin?(object: Object): boolean;
  /** Whether it must be out of the way of a change of something that it uses. Absent: where that is retyped and it does not follow. */
  standsAside?(object: Object, change: UsedChange, ends: Ends): boolean;
  /** It is set up for one environment, and is no part of a design: models cannot declare it, and leave it alone. Absent: they can. */
  readonly isOfEnvironment?: true;
  /**
   * The key of what says whether it is wanted, where that is not what it is in: models that do not declare a publication say nothing of the
   * tables in it. Absent: its table or schema does.
   */
  declaredWith?(object: Object): string;
  /**
   * It needs no statement of its own where something that it is a part of is dropped, or where its whole relation is. Absent: it is
   * dropped by name.
   */
  readonly goesAlong?: "always" | "with relation";
  /**
   * Whether this one must be dropped by name all the same: it uses something that has to go before what it is a part of. Absent: none must.
   */
  goesFirst?(object: Object): boolean;
  /**
   * Its objects have an order that counts: in their table, or those that concern roles on one object. Absent: their order means nothing.
   */
  readonly isOrdered?: "in table" | "on object";
  /** The object after resources that it uses, or is in, got another name. Itself if nothing changes. Absent: it names none. */
  renamed?(object: Object, names: NewNames, kinds: Kinds): Object;
  /** Operations that give it another name, or move it to another schema; `schema` has it. Absent: it is dropped and made anew. */
  rename?(object: Object, to: ObjectRef, schema: DatabaseSchema): readonly Op[];
  /** Others are in it, and go under its new name with it: what is in two of them tells how alike they are. */
  readonly isNamespace?: true;
  /** How alike two of them are but for their names, from 0 to 1. Absent: the share of equal fields in their normal forms. */
  likeness?(from: Object, to: Object): number;
  /** Names in it that rows can hold, in order: the values of an enum. Absent: it has none. */
  labels?(object: Object): readonly string[];
  /** Operations that give one of them another name, with which rows go on. */
  renameLabel?(object: Object, label: string, to: string): readonly Op[];
  /**
   * Fields that must come along where the value of a field is taken from another object of the same ref. Absent: each stands for itself.
   */
  readonly carries?: Readonly<Record<string, readonly string[]>>;
  /** Throws where no database can have it in the schema that a diff leads to, of which models say a part. Absent: it can always be. */
  assertPossible?(after: DatabaseSchema): void;
  /**
   * Throws where an upgrade gives the values of something another form, and one of these objects does not let it, whatever stands aside.
   * `retyped`: the resource keys of that. Absent: there is none that does not.
   */
  assertRetypable?(before: DatabaseSchema, retyped: () => ReadonlySet<string>): void;
  /** Resource keys that it owns and whose names do not count: they are as they are in the live database. Absent: all names count. */
  brings?(object: Object): readonly string[];
  /** A canonical form: two objects are equal exactly when these are. What is carried but not compared is left out. */
  normalize(object: Object): SchemaObject;
  /**
   * Objects that have to be altered though they are equal at both ends: others change, and would take something from them. Absent: there
   * are none.
   */
  disturbed?(ends: Ends): readonly Object[];
  /** Operations that make it; none if the creation of its table does (the table is not in `before`). */
  create(object: Object, ends: Ends): readonly Op[];
  /**
   * Operations beside the creation of an object of any kind, or of what its alteration makes: against what of this kind comes with it and
   * is not wanted. `isMade` tells which of the names that the object takes, or what PostgreSQL makes along with it has, are made. Absent:
   * nothing comes with any.
   */
  besides?(object: SchemaObject, isMade: (key: string) => boolean, ends: Ends, kinds: Kinds): readonly Op[];
  /** Operations that drop it; none if the drop of its table does (the table is not in `after`). */
  drop(object: Object, ends: Ends): readonly Op[];
  /** Texts to be compared in the server's normal form. `schema` has the object. Absent: the kind has none. */
  expressions?(object: Object, schema: DatabaseSchema): readonly Expression[];
  /** The object with its expressions' texts replaced, in the order of `expressions`. */
  withExpressions?(object: Object, texts: readonly string[]): Object;
  /**
   * The object as a server of this version can have it: without what that has no words for, and is not compared. Undefined: it cannot
   * have it. `schema` has the object. Absent: as it is.
   */
  forServer?(object: Object, version: number, schema: DatabaseSchema, kinds: Kinds): Object | undefined;
  /** The object as read from a server of this version, with what that has no words for as `live` has it. Absent: as it is. */
  fromServer?(object: Object, live: Object, version: number): Object;
  /**
   * The wanted object with names (types, collations, operator classes) spelt as the live one spells the same. Absent: nothing to settle.
   */
  settleNames?(wanted: Object, live: Object, context?: NamingContext): Object;
}

/** A kind whose objects can be dropped and made again at any time: only their definition counts. */
interface PlainKind<Object extends SchemaObject, Op extends AnyOperation> extends AnyKind<Object, Op> {
  readonly holdsData?: undefined;
  /** Operations that turn one into the other, or "recreate" where PostgreSQL has no way to alter it. */
  alter(from: Object, to: Object, ends: Ends): readonly Op[] | "recreate";
}

/** A kind whose objects hold rows, values or a position. They are never dropped and made again on another object's account. */
interface DataKind<Object extends SchemaObject, Op extends AnyOperation> extends AnyKind<Object, Op> {
  /** Whether this one does: the values of a generated column can be worked out again. */
  holdsData(object: Object): boolean;
  /**
   * Operations that turn one into the other, or "replace" where the values cannot be carried over: it is dropped and made anew, and
   * the facts of the drop say what is lost.
   */
  alter(from: Object, to: Object, ends: Ends): readonly Op[] | "replace";
  /**
   * The object without its uses of these resources, for the time in which they are not there: a column without its default, a
   * sequence without its owner. It is altered to this before, and back after.
   */
  detached(object: Object, keys: ReadonlySet<string>, ends: Ends): Object;
}

/** See {@link PlainKind} and {@link DataKind}. */
export type ObjectKind<Object extends SchemaObject = SchemaObject, Op extends AnyOperation = AnyOperation> =
  | PlainKind<Object, Op>
  | DataKind<Object, Op>;

/** All that mig knows of one operation. Every facet is total, so a new one stops the compiler at each operation. */
export interface OperationSpec<Op extends AnyOperation, Any extends AnyOperation = AnyOperation> {
  /**
   * The object that it creates, changes or drops; of a rename, under its old name. Undefined: that cannot be known, as of SQL written by
   * hand.
   */
  readonly about: (op: Op) => ObjectRef | undefined;
  /** The schema after the operation. Objects that it does not find in `before` are passed over. */
  readonly apply: (before: DatabaseSchema, op: Op, kinds: Kinds) => DatabaseSchema;
  /** Operations that lead from the schema after back to `before`. */
  readonly reverse: (op: Op, before: DatabaseSchema, kinds: Kinds) => readonly Any[];
  /** `before` is the schema that the whole run of operations starts from. */
  readonly touches: (op: Op, before: DatabaseSchema, kinds: Kinds) => Touches;
  readonly sql: (op: Op, kinds: Kinds) => readonly Statement[];
  readonly facts: (op: Op, before: DatabaseSchema, kinds: Kinds) => OperationFacts;
  /** For operations of one statement that cannot run in a transaction. Absent, or undefined: it is safe to run again. */
  readonly recovery?: (op: Op) => Recovery | NotResumable | undefined;
}

export type SpecsOf<Map> = { readonly [K in keyof Map]: OperationSpec<Extract<Map[K], AnyOperation>> };

/** What passes over objects and operations know of them: the registry of a dialect. */
export interface Kinds {
  /** Every kind, in the order of `rankOf`. */
  readonly all: readonly ObjectKind[];
  /** The kind of that name. Throws for one that is not registered: that is a bug. */
  readonly of: (kind: string) => ObjectKind;
  /** The table that an object is in. Undefined: it is in none. */
  readonly tableOf: (part: ObjectRef) => ObjectRef | undefined;
  /** The spec of an operation. Throws for one that is not registered. */
  readonly specOf: (op: AnyOperation) => OperationSpec<AnyOperation>;
  /** The order of kinds wherever an order is free. */
  readonly rankOf: (object: SchemaObject) => number;
}
