import type { SchemaObject } from "../../../../schema/object.ts";

/**
 * The comment on an object. `of` is the kind of that object, or `constraint` for a constraint of any kind; the other
 * fields are those of the object's ref. The index of a constraint can have one of its own.
 */
export interface Comment {
  readonly kind: "comment";
  readonly of: "schema" | "extension" | "enumType" | "sequence" | "table" | "column" | "constraint" | "index";
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  readonly text: string;
}

export const isComment = (object: SchemaObject): object is Comment => object.kind === "comment";
