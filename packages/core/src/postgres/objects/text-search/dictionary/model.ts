/** Turns a word of a text into what is searched for. */
export interface TextSearchDictionary {
  readonly kind: "textSearchDictionary";
  readonly schema: string;
  readonly name: string;
  /** What does the work, such as `simple`, `snowball` or `synonym`. */
  readonly template: { readonly schema: string; readonly name: string };
  /** What the template takes, as texts: `{ language: "english" }`. Absent: none. */
  readonly options?: Readonly<Record<string, string>>;
}
