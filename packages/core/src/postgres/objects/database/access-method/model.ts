/** A way to store the rows of tables, or to index them. Extensions bring most of them; this is one that was made by hand. */
export interface AccessMethod {
  readonly kind: "accessMethod";
  readonly name: string;
  /** What it is for: tables and materialized views, or indexes. */
  readonly type: "table" | "index";
  /** The function that tells how, with the argument `internal`. */
  readonly handler: { readonly schema: string; readonly name: string };
}
