import type { QualifiedName } from "../operator/model.ts";
import type { FamilyFunction, FamilyOperator } from "../operator-family/model.ts";

/** How an index method works with a type. */
export interface OperatorClass {
  readonly kind: "operatorClass";
  readonly schema: string;
  readonly name: string;
  /** The index method, such as `btree`. With the name, its identity. */
  readonly signature: string;
  /** The type that it is for. */
  readonly type: string;
  /** Indexes over the type take it where they name none. */
  readonly default?: true;
  /** Absent: the family of its own name. */
  readonly family?: QualifiedName;
  /** The type that the index keeps. Absent: the same. */
  readonly storage?: string;
  /** In any order. Those that the class could do without are in its family. Absent: none. */
  readonly operators?: readonly FamilyOperator[];
  /** In any order. Those that the class could do without are in its family. Absent: none. */
  readonly functions?: readonly FamilyFunction[];
}
