import type { SchemaObject } from "../../../../schema/object.ts";

/** A type of ranges over another type, with the multirange type that comes with it. */
export interface RangeType {
  readonly kind: "rangeType";
  readonly schema: string;
  readonly name: string;
  /** The type that it is over. */
  readonly subtype: string;
  /** SQL, qualified where it is not in pg_catalog. Absent: the default for the subtype. */
  readonly operatorClass?: string;
  /** SQL, such as `"C"`, qualified where it is not in pg_catalog. Absent: that of the subtype. */
  readonly collation?: string;
  /** SQL name of the function that gives the distance of two values, qualified where it is not in pg_catalog. Absent: none. */
  readonly subtypeDiff?: string;
  /**
   * SQL name of the function that gives equal ranges one form, qualified where it is not in pg_catalog. It takes the type, and so they come
   * and go together. Absent: none.
   */
  readonly canonical?: string;
  /** Absent: in the schema of the range type, with a name that PostgreSQL derives from its name. */
  readonly multirange?: { readonly schema: string; readonly name: string };
}

export const isRangeType = (object: SchemaObject): object is RangeType => object.kind === "rangeType";
