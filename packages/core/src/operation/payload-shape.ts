/** What may stand at a place of a payload: plain data that says what plain data looks like. */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  | "unknown"
  /** One of these values. */
  | { readonly is: readonly (string | number | boolean | null)[] }
  | { readonly list: Shape }
  /** Any names, each with such a value. */
  | { readonly record: Shape }
  | { readonly anyOf: readonly Shape[] }
  | Fields;

/** An object of known fields. */
export interface Fields {
  readonly needs: { readonly [name: string]: Shape };
  readonly takes: { readonly [name: string]: Shape };
}
