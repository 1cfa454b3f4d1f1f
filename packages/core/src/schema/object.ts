/**
 * The identity of an object in a database. Which fields are set depends on the kind: a table has
 * `schema` and `name`; a column, constraint or index has `schema`, `table` and `name`; an extension
 * has only `name`; a comment has the fields of the object it is on, and that object's kind in `of`.
 */
export interface ObjectRef {
  readonly kind: string;
  /** The kind of the object that this one describes. Absent: it stands for itself. */
  readonly of?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
}

/** An object of a database: its identity and, in each kind's own interface, what it is like. Plain, JSON-safe data. */
export interface SchemaObject extends ObjectRef {}

const separator = "\u0000";

/** A string that is equal for two refs exactly when they name the same object. */
export function refKey(ref: ObjectRef): string {
  return `${ref.kind}${separator}${ref.of ?? ""}${separator}${ref.schema ?? ""}${separator}${ref.table ?? ""}${separator}${ref.name}`;
}

/** The key of the table, or of the free-standing object, that an object belongs to. */
export function containerKey(ref: Omit<ObjectRef, "kind">): string {
  return `${ref.schema ?? ""}${separator}${ref.table ?? ref.name}`;
}

/** The identity alone, without what the object is like. */
export function refOf(object: ObjectRef): ObjectRef {
  return {
    kind: object.kind,
    ...(object.of === undefined ? {} : { of: object.of }),
    ...(object.schema === undefined ? {} : { schema: object.schema }),
    ...(object.table === undefined ? {} : { table: object.table }),
    name: object.name,
  };
}

/** A ref as people write it: `column public.users.id`. */
export function refText(ref: ObjectRef): string {
  const path = [ref.schema, ref.table, ref.name].filter((part) => part !== undefined).join(".");
  return `${ref.kind}${ref.of === undefined ? "" : ` on ${ref.of}`} ${path}`;
}

/** Order of refs by code unit, the same on every machine. */
export function byRefKey(left: ObjectRef, right: ObjectRef): number {
  const a = refKey(left);
  const b = refKey(right);
  return a < b ? -1 : a > b ? 1 : 0;
}
