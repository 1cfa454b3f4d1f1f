import type { TextSearchFunction } from "../functions.ts";

/** Takes texts apart into tokens. Its functions are in C, and only a superuser can make it. */
export interface TextSearchParser {
  readonly kind: "textSearchParser";
  readonly schema: string;
  readonly name: string;
  /** The function that begins a text, with the arguments `internal, integer`. */
  readonly start: TextSearchFunction;
  /** The function that gives the next token, with the arguments `internal, internal, internal`. */
  readonly getToken: TextSearchFunction;
  /** The function that ends a text, with the argument `internal`. */
  readonly end: TextSearchFunction;
  /** The function that lists the sorts of tokens, with the argument `internal`. */
  readonly lexTypes: TextSearchFunction;
  /** The function that shows what was found in a text, with the arguments `internal, internal, tsquery`. Absent: it cannot. */
  readonly headline?: TextSearchFunction;
}
