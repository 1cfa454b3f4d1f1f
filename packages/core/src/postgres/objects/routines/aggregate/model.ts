import type { Argument } from "../routine/model.ts";

/** Names a function. Which one of that name it is follows from the types. */
export interface FunctionName {
  readonly schema: string;
  readonly name: string;
}

/** What an aggregate does with a state: over a group of rows, or over rows that come and go. */
interface Steps {
  /** Gives the next state, from the one before and the arguments. */
  readonly stateFunction: FunctionName;
  readonly stateType: string;
  /** About how many bytes a state takes. Absent: the server guesses it from the type. */
  readonly stateSpace?: number;
  /** The first state, as text. Absent: NULL. */
  readonly initialState?: string;
  /** Gives the result, from the last state. Absent: that is the result. */
  readonly finalFunction?: FunctionName;
  /** The final function also gets the arguments, as NULL. */
  readonly finalExtra?: true;
  /** What the final function does to the state. Absent: `read only`, of an aggregate with `orderBy` `read write`. */
  readonly finalModify?: "read only" | "shareable" | "read write";
}

/** A function over many rows. */
export interface Aggregate extends Steps {
  readonly kind: "aggregate";
  readonly schema: string;
  readonly name: string;
  /** The types of what is given at a call, as PostgreSQL prints them, with commas between. With the name, its identity. */
  readonly signature: string;
  /** Absent: none. Without `orderBy` it is then called with `*`. */
  readonly arguments?: readonly AggregateArgument[];
  /** What is given after WITHIN GROUP (ORDER BY ...). Absent: it takes rows in any order. */
  readonly orderBy?: readonly AggregateArgument[];
  /** With `orderBy`: the arguments stand for a row among the others. */
  readonly hypothetical?: true;
  /** Joins two states, for parallel queries. Absent: it cannot. */
  readonly combineFunction?: FunctionName;
  /** Turns a state of type `internal` into bytes. Absent: it cannot. */
  readonly serialFunction?: FunctionName;
  /** Turns these bytes into a state. Absent: it cannot. */
  readonly deserialFunction?: FunctionName;
  /** How it is done where rows come and go, as in a moving window. Absent: all rows are taken again. */
  readonly moving?: Steps & {
    /** Takes the arguments out of the state. */
    readonly inverseFunction: FunctionName;
  };
  /** The operator by which it is the first or last of the sorted rows, as `min` and `max` are. Absent: none. */
  readonly sortOperator?: { readonly schema: string; readonly name: string };
  /** Absent: unsafe. */
  readonly parallel?: "safe" | "restricted";
  /**
   * The type of the result, as the server says. It follows from the rest, so it is neither compared nor written into a revision. Absent: no
   * server was asked.
   */
  readonly returns?: string;
}

export interface AggregateArgument extends Pick<Argument, "name" | "type"> {
  /** Absent: `in`. */
  readonly mode?: "variadic";
}
