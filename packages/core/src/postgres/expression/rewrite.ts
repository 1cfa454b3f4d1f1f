import { objectsOf, putObjects, removeObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refOf, type SchemaObject } from "../../schema/object.ts";
import { quoteIdentifier } from "../sql/identifier.ts";

/** How the texts of objects change when PostgreSQL prints a renamed thing by its new name. */
export interface Rewrite {
  /** Of defaults, checks, generated columns, index expressions and conditions. */
  readonly expression?: (text: string, object: SchemaObject) => string;
  /** Of the types of columns. */
  readonly type?: (text: string, object: SchemaObject) => string;
}

const expressionFields: ReadonlySet<string> = new Set(["default", "expression", "where"]);

/** The schema with the texts of its objects rewritten; objects whose texts stay are the same ones. */
export function rewriteTexts(schema: DatabaseSchema, rewrite: Rewrite): DatabaseSchema {
  const changed: SchemaObject[] = [];
  for (const object of objectsOf(schema)) {
    const rewritten = rewriteFields(object, rewrite, object);
    if (rewritten !== object) changed.push(rewritten);
  }
  return changed.length === 0 ? schema : putObjects(schema, changed);
}

function rewriteFields<Value extends object>(value: Value, rewrite: Rewrite, owner: SchemaObject): Value {
  const changes = Object.entries(value).flatMap(([key, field]: [string, unknown]) => {
    const changed = rewriteField(key, field, rewrite, owner);
    return changed === field ? [] : [[key, changed] as const];
  });
  if (changes.length === 0) return value;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  return Object.assign(copy, Object.fromEntries(changes)) as Value; // the same fields, strings for strings
}

function rewriteField(key: string, field: unknown, rewrite: Rewrite, owner: SchemaObject): unknown {
  if (typeof field === "object" && field !== null) return rewriteFields(field, rewrite, owner);
  if (typeof field !== "string") return field;
  if (expressionFields.has(key)) return rewrite.expression?.(field, owner) ?? field;
  return key === "type" ? (rewrite.type?.(field, owner) ?? field) : field;
}

/** The schema with one object, and the comment on it, under another name. */
export function moveObject<Object extends SchemaObject>(schema: DatabaseSchema, from: Object, to: Object): DatabaseSchema {
  const onIt = [...objectsOf(schema)].filter(
    (object) => object.kind === "comment" && object.of === from.kind && object.schema === from.schema && object.name === from.name,
  );
  const moved = onIt.map((comment) => ({ ...comment, name: to.name }));
  return putObjects(removeObjects(schema, [from, ...onIt].map(refOf)), [to, ...moved]);
}

const pieces =
  /(?<string>[eE]?'(?:[^']|'')*')|(?<name>(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*))*)/gu;

/** A place in an expression: a string constant, or a name with its qualifiers. */
export interface Piece {
  readonly text: string;
  readonly kind: "string" | "name";
  readonly before: string;
  readonly after: string;
}

/** The text with its string constants and names replaced, all else kept. */
export function replacePieces(text: string, replace: (piece: Piece) => string): string {
  return text.replaceAll(pieces, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as { readonly string?: string };
    const at = rest.at(-3) as number;
    return replace({
      text: found,
      kind: groups.string === undefined ? "name" : "string",
      before: text.slice(0, at),
      after: text.slice(at + found.length),
    });
  });
}

/** The parts of a dotted name, as PostgreSQL reads them. @example nameParts('public."Order"') // ["public", "Order"] */
export function nameParts(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")+)"|([^."\s]+)/gu)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "").toLowerCase() : quoted.replaceAll('""', '"'),
  );
}

/** One thing of a schema that a dotted name may mean; without a schema, one of the schema that the name stands in or of `public`. */
export function isNameOf(
  parts: readonly string[],
  thing: { readonly schema: string; readonly name: string },
  home: string | undefined,
): boolean {
  if (parts.length === 2) return parts[0] === thing.schema && parts[1] === thing.name;
  return parts.length === 1 && parts[0] === thing.name && (thing.schema === "public" || thing.schema === home);
}

/** A new last part, with the qualifiers that were there. */
export const withLastPart = (parts: readonly string[], name: string): string =>
  [...parts.slice(0, -1), name].map(quoteIdentifier).join(".");

/** The text of a string constant; of one with escapes (E'...') undefined, which the server never prints. */
export const constantText = (piece: string): string | undefined =>
  piece.startsWith("'") ? piece.slice(1, -1).replaceAll("''", "'") : undefined;

/** A string constant as the server prints it in an expression, never with escapes. */
export const printConstant = (text: string): string => `'${text.replaceAll("'", "''")}'`;
