/**
 * A schema.prisma as it is written: the tree that `parseDocument` gives. Positions (`at`) are offsets into all files
 * of the document laid end to end; `placeOf` turns one into file, line and column.
 */
export interface Document {
  readonly files: readonly SchemaFile[];
  readonly models: readonly ModelBlock[];
  readonly enums: readonly EnumBlock[];
  readonly datasources: readonly ConfigBlock[];
  readonly generators: readonly ConfigBlock[];
  /** `///` comments that stand above nothing, or above what is no model and no enum. */
  readonly loose: readonly CommentLine[];
  /** Lines that are no schema at all. A document with faults is not to be translated. */
  readonly faults: readonly Fault[];
}

export interface SchemaFile {
  readonly path: string;
  readonly text: string;
  /** Where the file begins among all files of the document. */
  readonly start: number;
}

export interface Fault {
  readonly at: number;
  readonly message: string;
}

/** One line of a `///` comment, without blanks around it. */
export interface CommentLine {
  readonly at: number;
  readonly text: string;
}

/** `model`, `view` and `type` blocks look the same. */
export interface ModelBlock {
  readonly kind: "model" | "view" | "type";
  readonly name: string;
  readonly at: number;
  /** `///` comments right above it. Absent: none. */
  readonly comments?: readonly CommentLine[];
  readonly fields: readonly Field[];
  readonly attributes: readonly Attribute[];
  /** `///` comments in it that no field follows: above `@@` and before its end. */
  readonly inside: readonly CommentLine[];
}

export interface Field {
  readonly name: string;
  readonly at: number;
  /** `///` comments above it, and behind it on its line. Absent: none. */
  readonly comments?: readonly CommentLine[];
  readonly type: FieldType;
  readonly attributes: readonly Attribute[];
}

export interface FieldType {
  /** The name of a scalar, enum or model; of `Unsupported("...")` the text within. */
  readonly name: string;
  readonly at: number;
  readonly written: "name" | "unsupported";
  readonly arity: "required" | "optional" | "list";
}

export interface EnumBlock {
  readonly kind: "enum";
  readonly name: string;
  readonly at: number;
  readonly comments?: readonly CommentLine[];
  readonly values: readonly EnumValue[];
  readonly attributes: readonly Attribute[];
  readonly inside: readonly CommentLine[];
}

export interface EnumValue {
  readonly name: string;
  readonly at: number;
  readonly comments?: readonly CommentLine[];
  readonly attributes: readonly Attribute[];
}

export interface ConfigBlock {
  readonly kind: "datasource" | "generator";
  readonly name: string;
  readonly at: number;
  readonly settings: readonly Setting[];
}

export interface Setting {
  readonly name: string;
  readonly at: number;
  /** Where the setting's value ends. */
  readonly end: number;
  readonly value: Value;
}

/** `@name(...)` of a field or `@@name(...)` of a block; the name is without `@`, with dots: `db.VarChar`. */
export interface Attribute {
  readonly name: string;
  readonly at: number;
  readonly args: readonly Argument[];
}

export interface Argument {
  /** Absent: a positional argument. */
  readonly name?: string;
  readonly at: number;
  readonly value: Value;
}

export type Value = StringValue | NumberValue | NameValue | CallValue | ArrayValue | ObjectValue;

export interface StringValue {
  readonly kind: "string";
  readonly at: number;
  /** Without quotes and escapes. */
  readonly value: string;
}

/** Kept as text: a JavaScript number would lose digits. */
export interface NumberValue {
  readonly kind: "number";
  readonly at: number;
  readonly text: string;
}

/** A bare word: `true`, `null`, an enum value, a field; dotted for fields of composite types. */
export interface NameValue {
  readonly kind: "name";
  readonly at: number;
  readonly name: string;
}

/** `now()`, `raw("...")`, and a field with options: `title(sort: Desc)`. */
export interface CallValue {
  readonly kind: "call";
  readonly at: number;
  readonly name: string;
  readonly args: readonly Argument[];
}

export interface ArrayValue {
  readonly kind: "array";
  readonly at: number;
  readonly items: readonly Value[];
}

export interface ObjectValue {
  readonly kind: "object";
  readonly at: number;
  readonly entries: readonly Argument[];
}
