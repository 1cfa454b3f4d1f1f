import type { SchemaObject } from "../../../../schema/object.ts";

/**
 * Who owns an object, where that is neither the role that is connected nor the owner of the database. It is compared only where the
 * configuration says so (`compare: { owners: true }`).
 */
export interface Owner {
  readonly kind: "owner";
  /** The word that comments have for the object; the other fields are those of its ref. */
  readonly of: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  /** Argument types, of what PostgreSQL tells apart by them. */
  readonly signature?: string;
  /** A role. */
  readonly owner: string;
}

export const isOwner = (object: SchemaObject): object is Owner => object.kind === "owner";
