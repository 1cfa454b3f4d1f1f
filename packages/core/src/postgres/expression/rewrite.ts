import { objectsOf, putObjects, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { SchemaObject } from "../../schema/object.ts";
import { scan } from "../sql/scan.ts";

const expressionFields: ReadonlySet<string> = new Set(["default", "expression", "where"]);

/** The schema with the texts of defaults, checks, generated columns, index expressions and conditions rewritten; objects whose texts stay are the same ones. */
export function rewriteTexts(schema: DatabaseSchema, rewrite: (text: string, object: SchemaObject) => string): DatabaseSchema {
  const changed: SchemaObject[] = [];
  for (const object of objectsOf(schema)) {
    const rewritten = rewriteFields(object, rewrite, object);
    if (rewritten !== object) changed.push(rewritten);
  }
  return changed.length === 0 ? schema : putObjects(schema, changed);
}

type RewriteText = (text: string, object: SchemaObject) => string;

function rewriteFields<Value extends object>(value: Value, rewrite: RewriteText, owner: SchemaObject): Value {
  const changes = Object.entries(value).flatMap(([key, field]: [string, unknown]) => {
    const changed = rewriteField(key, field, rewrite, owner);
    return changed === field ? [] : [[key, changed] as const];
  });
  if (changes.length === 0) return value;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  return Object.assign(copy, Object.fromEntries(changes)) as Value; // the same fields, strings for strings
}

function rewriteField(key: string, field: unknown, rewrite: RewriteText, owner: SchemaObject): unknown {
  if (typeof field === "object" && field !== null) return rewriteFields(field, rewrite, owner);
  return typeof field === "string" && expressionFields.has(key) ? rewrite(field, owner) : field;
}

/** A string constant in an expression, with the text around it. */
export interface Constant {
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

/** The text with its string constants replaced, all else kept. */
export const replaceConstants = (text: string, replace: (constant: Constant) => string): string =>
  [...scan(text)]
    .map(({ kind, text: piece, start }) =>
      kind === "string" ? replace({ text: piece, before: text.slice(0, start), after: text.slice(start + piece.length) }) : piece,
    )
    .join("");
