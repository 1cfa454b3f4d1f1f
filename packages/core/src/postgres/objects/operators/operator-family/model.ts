import type { QualifiedName } from "../operator/model.ts";

/** Operators and functions that belong together for an index method, over several types. */
export interface OperatorFamily {
  readonly kind: "operatorFamily";
  readonly schema: string;
  readonly name: string;
  /** The index method, such as `btree`. With the name, its identity. */
  readonly signature: string;
  /** Its operators that are of none of its classes, in any order. Absent: none. */
  readonly operators?: readonly FamilyOperator[];
  /** Its functions that are of none of its classes, in any order. Absent: none. */
  readonly functions?: readonly FamilyFunction[];
}

/** An operator, and what the index method takes it for. */
export interface FamilyOperator {
  /** The number that the method has for it. */
  readonly strategy: number;
  readonly operator: QualifiedName;
  /** The types of its values. */
  readonly left: string;
  readonly right: string;
  /** It sorts, by what it gives, in this family. Absent: it searches. */
  readonly orderBy?: QualifiedName;
}

/** A function that the index method calls. */
export interface FamilyFunction {
  /** The number that the method has for it. */
  readonly number: number;
  readonly function: QualifiedName & {
    /** Its argument types, as PostgreSQL prints them. */
    readonly signature: string;
  };
  /** The types that it is for. */
  readonly left: string;
  readonly right: string;
}
