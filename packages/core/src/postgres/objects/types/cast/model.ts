import type { SchemaObject } from "../../../../schema/object.ts";

/** How values of one type become values of another. */
export interface Cast {
  readonly kind: "cast";
  /** The two types: `public.pair AS text`. Its identity. */
  readonly name: string;
  /** The type that the values have. */
  readonly source: string;
  /** The type that they get. */
  readonly target: string;
  /** The function that does it, told apart by its argument types. Absent: see `inout`. */
  readonly function?: { readonly schema: string; readonly name: string; readonly signature: string };
  /** By way of the text. Absent, without a function: the values are of the same bytes. */
  readonly inout?: true;
  /** Where it is done without being asked for. Absent: nowhere. */
  readonly context?: "assignment" | "implicit";
}

export const isCast = (object: SchemaObject): object is Cast => object.kind === "cast";
