// A directive as it is written in a `///` comment: `@mig.check(price > 0, name: positive)`.

/** What a directive stands above. */
export type Spot = "model" | "field" | "enum" | "value";

export interface Directive {
  /** Without `@mig.`. */
  readonly name: string;
  readonly at: number;
  readonly args: readonly DirectiveArgument[];
}

/** A piece of SQL between the commas of a directive, with its position in the document. */
export interface SqlPiece {
  readonly text: string;
  readonly at: number;
  /** The position of a character of the text: it may go over several lines. */
  readonly atOf: (offset: number) => number;
}

export interface DirectiveArgument extends SqlPiece {
  /** Absent: it stands without a name. */
  readonly name?: string;
}

/** Something that is wrong with a directive. */
export interface DirectiveProblem {
  readonly at: number;
  readonly message: string;
}
