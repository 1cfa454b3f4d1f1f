import type { SchemaObject } from "../../../../schema/object.ts";

/**
 * The comment on an object. `of` is a word under which the kind of that object says that it can be commented on: its own name, or
 * `constraint` for a constraint of any kind (since PostgreSQL 18 also the NOT NULL of a column), or `index` for the index of one; the other
 * fields are those of the object's ref.
 */
export interface Comment {
  readonly kind: "comment";
  readonly of: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  /** Argument types, of what PostgreSQL tells apart by them. */
  readonly signature?: string;
  readonly text: string;
}

export const isComment = (object: SchemaObject): object is Comment => object.kind === "comment";
