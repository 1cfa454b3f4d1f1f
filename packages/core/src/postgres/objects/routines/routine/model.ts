import type { SchemaObject } from "../../../../schema/object.ts";

/** An argument of a function or a procedure. */
export interface Argument {
  /** Absent: it has none. */
  readonly name?: string;
  /** Absent: `in`. */
  readonly mode?: "out" | "inout" | "variadic";
  /** As PostgreSQL writes it (`format_type`), or one of its short names. A length or precision means nothing here. */
  readonly type: string;
  /** SQL. Absent: it must be given. */
  readonly default?: string;
}

/** What functions and procedures have in common. */
interface AnyRoutine {
  readonly schema: string;
  readonly name: string;
  /** The types of the arguments that are given at a call, as PostgreSQL prints them, with commas between. With the name, its identity. */
  readonly signature: string;
  /** Absent: none. */
  readonly arguments?: readonly Argument[];
  readonly language: string;
  /** The text in its language; of `internal` and `c` the name of the C function. Absent: `sqlBody` is set. */
  readonly body?: string;
  /** SQL that the server has parsed and follows renames: `return a + b`, or `begin atomic ... end`. Absent: `body` is set. */
  readonly sqlBody?: string;
  /** The file of a C function. Absent: it is in none. */
  readonly library?: string;
  /** It has the rights of its owner. Absent: those of its caller. */
  readonly securityDefiner?: true;
  /** Settings for the time of a call, as the server keeps them. Absent: none. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Types for which it uses transforms of its language. Absent: none. */
  readonly transforms?: readonly string[];
}

/** A function. */
export interface FunctionObject extends AnyRoutine {
  readonly kind: "function";
  /** Absent: what its `out` arguments or its `columns` say. */
  readonly returns?: string;
  /** It returns rows. Absent: one value. */
  readonly setof?: true;
  /** The columns of RETURNS TABLE. Absent: it returns none. */
  readonly columns?: readonly FunctionColumn[];
  /** It is a window function. */
  readonly window?: true;
  /** Absent: volatile. */
  readonly volatility?: "immutable" | "stable";
  /** It gives NULL where an argument is NULL. Absent: it is called. */
  readonly strict?: true;
  readonly leakproof?: true;
  /** Absent: unsafe. */
  readonly parallel?: "safe" | "restricted";
  /** Absent: 1 for `c` and `internal`, else 100. */
  readonly cost?: number;
  /** How many rows it is said to return. Absent: 1000, of one that returns rows. */
  readonly rows?: number;
  /** The function that helps the planner. Absent: none. */
  readonly support?: string;
  /** The range type whose canonical function it is, as a type name: both come and go together. Absent: of none. */
  readonly canonicalOf?: string;
}

export interface FunctionColumn {
  readonly name: string;
  readonly type: string;
}

/** A procedure. */
export interface Procedure extends AnyRoutine {
  readonly kind: "procedure";
}

export type Routine = FunctionObject | Procedure;

export const isRoutine = (object: SchemaObject): object is Routine => object.kind === "function" || object.kind === "procedure";
