import type { SchemaObject } from "../../../../schema/object.ts";
import type { SequenceOptions } from "../sequence/model.ts";
import type { ColumnAttributes } from "./attributes/model.ts";

/** A column of a table. */
export interface Column extends ColumnAttributes {
  readonly kind: "column";
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** As PostgreSQL writes it (`format_type`), or one of its short names; of another schema than pg_catalog, qualified. */
  readonly type: string;
  /** Absent: NULL is allowed. */
  readonly notNull?: true;
  /** What else the NOT NULL of PostgreSQL 18 says. Absent: nothing. */
  readonly notNullConstraint?: NotNullConstraint;
  /** SQL of the default. Absent: none. Never set together with `identity` or `generated`. */
  readonly default?: string;
  readonly identity?: Identity;
  readonly generated?: Generated;
  /** SQL, such as `"C"`, qualified where it is not in pg_catalog. Absent: the type's own. */
  readonly collation?: string;
  /** Tables of which its table is a partition or inherits, and that have it: it comes and goes with theirs. Absent: none has it. */
  readonly inheritedFrom?: readonly { readonly schema: string; readonly table: string }[];
  /** Its table says that it has it as well, and keeps it when those lose it. Absent: it does not. Carried, not compared. */
  readonly alsoOwn?: true;
}

/** Since PostgreSQL 18 a NOT NULL is a constraint with a name. */
export interface NotNullConstraint {
  /** Absent: `<table>_<column>_not_null`. */
  readonly name?: string;
  readonly noInherit?: true;
  /** Rows that were there before have not been checked. */
  readonly notValid?: true;
  /** The table that the column comes from has it: it cannot be without, and its name cannot change. Carried, not compared. */
  readonly inherited?: true;
  /** Where it is inherited: the table says so itself as well. Carried, not compared. */
  readonly alsoOwn?: true;
}

/** GENERATED ... AS IDENTITY. */
export interface Identity extends SequenceOptions {
  readonly generation: "always" | "by default";
  /** Name of its sequence, in the table's schema. Absent: `<table>_<column>_seq`. Carried, not compared. */
  readonly sequence?: string;
  /** The type of its sequence. Absent: the column's. */
  readonly dataType?: string;
  /** Whether its sequence is unlogged, where its table is not, or the other way round. Absent: as its table. */
  readonly unlogged?: boolean;
}

/** GENERATED ALWAYS AS (expression). */
export interface Generated {
  readonly expression: string;
  /** `virtual` from PostgreSQL 18 on. */
  readonly as: "stored" | "virtual";
}

export const isColumn = (object: SchemaObject): object is Column => object.kind === "column";
