/**
 * The comment on an object. `of` is the kind of that object, or `constraint` for a constraint of any kind; the other
 * fields are those of the object's ref.
 */
export interface Comment {
  readonly kind: "comment";
  readonly of: "schema" | "extension" | "enumType" | "sequence" | "table" | "column" | "constraint" | "index";
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  readonly text: string;
}
