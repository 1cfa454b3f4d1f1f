import type { TextSearchFunction } from "../functions.ts";

/** What dictionaries are made of. Its functions are in C, and only a superuser can make it. */
export interface TextSearchTemplate {
  readonly kind: "textSearchTemplate";
  readonly schema: string;
  readonly name: string;
  /** The function that reads the options of a dictionary, with the argument `internal`. Absent: its dictionaries take none. */
  readonly init?: TextSearchFunction;
  /** The function that looks a word up, with the arguments `internal, internal, internal, internal`. */
  readonly lexize: TextSearchFunction;
}
