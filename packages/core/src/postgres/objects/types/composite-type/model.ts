import type { SchemaObject } from "../../../../schema/object.ts";

/** A type of several attributes, as CREATE TYPE ... AS makes it. */
export interface CompositeType {
  readonly kind: "compositeType";
  readonly schema: string;
  readonly name: string;
  /** In their order, which counts. */
  readonly attributes: readonly Attribute[];
}

export interface Attribute {
  readonly name: string;
  readonly type: string;
  /** SQL, such as `"C"`, qualified where it is not in pg_catalog. Absent: that of the type. */
  readonly collation?: string;
}

export const isCompositeType = (object: SchemaObject): object is CompositeType => object.kind === "compositeType";
