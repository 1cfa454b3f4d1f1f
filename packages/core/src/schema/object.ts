/**
 * The identity of an object in a database. Which fields are set depends on the kind: a table has
 * `schema` and `name`; a column, constraint or index has `schema`, `table` and `name`; an extension
 * has only `name`; a comment has the fields of the object it is on, and what that is called in `of`.
 */
export interface ObjectRef {
  readonly kind: string;
  /** What the object is called that this one describes. Absent: it stands for itself. */
  readonly of?: string;
  readonly schema?: string;
  /** The relation, of any sort, or the type that it is in. */
  readonly table?: string;
  readonly name: string;
  /** Argument types, of what PostgreSQL tells apart by them: functions, procedures, aggregates. Of a default privilege, whose objects. */
  readonly signature?: string;
  /** Whom it concerns: the grantee of a privilege. */
  readonly role?: string;
}

/** An object of a database: its identity and, in each kind's own interface, what it is like. Plain, JSON-safe data. */
export interface SchemaObject extends ObjectRef {}

const separator = "\u0000";

/** A string that is equal for two refs exactly when they name the same object. */
export function refKey(ref: ObjectRef): string {
  const own = `${ref.kind}${separator}${ref.of ?? ""}${separator}${ref.schema ?? ""}${separator}${ref.table ?? ""}${separator}${ref.name}`;
  return ref.signature === undefined && ref.role === undefined
    ? own
    : `${own}${separator}${ref.signature ?? ""}${separator}${ref.role ?? ""}`;
}

/** The same among the objects of one container (see `containerKey`), and shorter: what they have in common is left out. */
export function memberKey(ref: ObjectRef): string {
  const what = ref.of === undefined ? ref.kind : `${ref.kind} ${ref.of}`;
  const own = ref.table === undefined ? what : `${what}${separator}${ref.name}`;
  return ref.signature === undefined && ref.role === undefined
    ? own
    : `${own}${separator}${separator}${ref.signature ?? ""}${separator}${ref.role ?? ""}`;
}

/** The key of the table, or of the free-standing object, that an object belongs to. */
export function containerKey(ref: Omit<ObjectRef, "kind">): string {
  return `${ref.schema ?? ""}${separator}${ref.table ?? ref.name}`;
}

/** What a container's key stands for, as resource keys write it: `public.users`. */
export const placeOfContainer = (key: string): string => key.replace(separator, ".");

/** The identity alone, without what the object is like. */
export function refOf(object: ObjectRef): ObjectRef {
  return {
    kind: object.kind,
    ...(object.of === undefined ? {} : { of: object.of }),
    ...(object.schema === undefined ? {} : { schema: object.schema }),
    ...(object.table === undefined ? {} : { table: object.table }),
    name: object.name,
    ...(object.signature === undefined ? {} : { signature: object.signature }),
    ...(object.role === undefined ? {} : { role: object.role }),
  };
}

/** A ref as people write it: `column public.users.id`, `materialized view public.totals`. */
export function refText(ref: ObjectRef): string {
  const path = [ref.schema, ref.table, ref.name].filter((part) => part !== undefined).join(".");
  const signed = ref.signature === undefined ? path : `${path}(${ref.signature})`;
  const kind = ref.kind.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
  return `${kind}${ref.of === undefined ? "" : ` on ${ref.of}`}${signed === "" ? "" : ` ${signed}`}${ref.role === undefined ? "" : ` for ${ref.role}`}`;
}

/** Order of refs by code unit, the same on every machine. */
export function byRefKey(left: ObjectRef, right: ObjectRef): number {
  const a = refKey(left);
  const b = refKey(right);
  return a < b ? -1 : a > b ? 1 : 0;
}
