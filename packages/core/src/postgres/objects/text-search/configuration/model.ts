/** Says which words of a text are searched for, by which dictionaries. */
export interface TextSearchConfiguration {
  readonly kind: "textSearchConfiguration";
  readonly schema: string;
  readonly name: string;
  /** What takes texts apart. Absent: PostgreSQL's own, `pg_catalog.default`. */
  readonly parser?: { readonly schema: string; readonly name: string };
  /** What becomes of each sort of token, in any order. Absent: all are left out. */
  readonly mappings?: readonly TextSearchMapping[];
}

export interface TextSearchMapping {
  /** A sort of tokens, such as `asciiword`. */
  readonly token: string;
  /** Dictionaries that are asked one after another, until one knows the word. */
  readonly dictionaries: readonly { readonly schema: string; readonly name: string }[];
}
