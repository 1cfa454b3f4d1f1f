import type { SchemaObject } from "../../../../schema/object.ts";
import type { IndexElement } from "../index/model.ts";

interface OfTable {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** A constraint or an index of a partitioned table, whose part in a partition comes and goes with it. */
export interface PartOf {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

interface InPartition {
  /** The one of the partitioned table that it is a part of. Absent: none. */
  readonly partOf?: PartOf;
}

/** Absent: checked at once, at each statement. */
interface Deferral {
  readonly deferrable?: "initially immediate" | "initially deferred";
}

/** Of a constraint with an index in a partitioned table. */
interface WithParts extends InPartition {
  /**
   * The partitions at all levels that have no part of it, as ALTER TABLE ONLY leaves it. It is not valid until all have. Absent: none is
   * without.
   */
  readonly lackedBy?: readonly { readonly schema: string; readonly name: string }[];
  /** Its index is not valid though all partitions have a part: those without have gone. Only introspection says so. */
  readonly invalid?: true;
}

interface OverIndex extends OfTable, Deferral, WithParts {
  readonly columns: readonly string[];
  /**
   * The last column is a range, and equal rows may not overlap in it. PostgreSQL 18; other columns than ranges need the extension
   * btree_gist.
   */
  readonly withoutOverlaps?: true;
  /** Columns that its index carries beside the key. Absent: none. */
  readonly include?: readonly string[];
  /** Storage parameters of its index. Absent: none set. */
  readonly storage?: Readonly<Record<string, string>>;
}

export interface PrimaryKey extends OverIndex {
  readonly kind: "primaryKey";
}

/** A unique constraint. A unique index without a constraint is an Index. */
export interface Unique extends OverIndex {
  readonly kind: "unique";
  readonly nullsNotDistinct?: true;
}

export interface Check extends OfTable {
  readonly kind: "check";
  /** The condition, without CHECK and the parentheses of the clause. */
  readonly expression: string;
  readonly noInherit?: true;
  /** Tables of which its table is a partition or inherits, and that have it: it comes and goes with theirs. Absent: none has it. */
  readonly inheritedFrom?: readonly { readonly schema: string; readonly table: string }[];
  /** Its table says it as well, and keeps it when those lose it. Absent: it does not. Carried, not compared. */
  readonly alsoOwn?: true;
  /** Rows that were there before have not been checked. */
  readonly notValid?: true;
  /** PostgreSQL 18. */
  readonly notEnforced?: true;
}

/** What happens to the referencing row. Absent in a ForeignKey: `no action`. */
export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export interface ForeignKey extends OfTable, Deferral, InPartition {
  readonly kind: "foreignKey";
  readonly columns: readonly string[];
  readonly references: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
  /** The last column is a range, which referenced rows must cover together: it refers to a key without overlaps. PostgreSQL 18. */
  readonly period?: true;
  readonly onUpdate?: ReferentialAction;
  readonly onDelete?: ReferentialAction;
  /** The columns that SET NULL or SET DEFAULT concerns. Absent: all. */
  readonly onDeleteColumns?: readonly string[];
  /** Absent: MATCH SIMPLE. */
  readonly match?: "full";
  readonly notValid?: true;
  /** PostgreSQL 18. */
  readonly notEnforced?: true;
}

export interface ExclusionElement extends IndexElement {
  /** SQL: a bare one of pg_catalog such as `&&`, or `OPERATOR(public.=)`. */
  readonly operator: string;
}

export interface Exclusion extends OfTable, Deferral, WithParts {
  readonly kind: "exclusion";
  /** Index method, such as `gist`. */
  readonly method: string;
  readonly elements: readonly ExclusionElement[];
  readonly include?: readonly string[];
  readonly where?: string;
  readonly storage?: Readonly<Record<string, string>>;
}

export type Constraint = PrimaryKey | Unique | Check | ForeignKey | Exclusion;

export const isPrimaryKey = (object: SchemaObject): object is PrimaryKey => object.kind === "primaryKey";
export const isUnique = (object: SchemaObject): object is Unique => object.kind === "unique";
export const isCheck = (object: SchemaObject): object is Check => object.kind === "check";
export const isForeignKey = (object: SchemaObject): object is ForeignKey => object.kind === "foreignKey";
export const isExclusion = (object: SchemaObject): object is Exclusion => object.kind === "exclusion";
